package dev.gleaner.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model can do, read from its name; names without a version count as newest. Facts: Google's
 * pages on thinking and structured output, September 2026.
 *
 * @param name of the model
 * @param version as a number, {@code gemini-2.5-pro} is 2.5
 */
record ModelTraits(String name, double version) {

    private static final double NEWEST = 99;
    private static final List<String> WITHOUT_MINIMAL =
            List.of("gemini-3.8-flash", "gemini-3.7-flash", "gemini-3.1-pro");

    static ModelTraits of(String name) {
        int from = "gemini-".length();
        int end = from;
        while (end < name.length()
                && (Character.isDigit(name.charAt(end)) || name.charAt(end) == '.')) {
            end++;
        }
        try {
            return new ModelTraits(
                    name, end > from ? Double.parseDouble(name.substring(from, end)) : NEWEST);
        } catch (NumberFormatException e) {
            return new ModelTraits(name, NEWEST);
        }
    }

    boolean toolsWithJson() {
        return version >= 3;
    }

    /** What a cached content must have at least. */
    int leastCachedTokens() {
        return version >= 3 ? 4096 : 2048;
    }

    boolean legacySearch() {
        return version < 2;
    }

    /** Whether the model signs its function calls and refuses them without their signature. */
    boolean signsCalls() {
        return version >= 3;
    }

    boolean makesImages() {
        return name.contains("image");
    }

    /**
     * Why this thinking configuration is refused, or null. A budget or level that was not given is
     * null.
     */
    @Nullable String refusesThinking(@Nullable Integer budget, @Nullable String level) {
        if (budget != null && level != null) {
            return "Unable to submit request because thinking_budget and thinking_level are not"
                    + " supported together.";
        }
        if (version < 2.5) {
            return "Thinking is not supported by this model.";
        }
        if (level != null) {
            return refusesLevel(level);
        }
        return budget == null ? null : refusesBudget(budget);
    }

    private @Nullable String refusesLevel(String level) {
        if (version < 3) {
            return "Thinking level is not supported for this model.";
        }
        boolean refused =
                level.equals("MINIMAL") && WITHOUT_MINIMAL.stream().anyMatch(name::startsWith);
        return refused ? "Thinking level MINIMAL is not supported for this model." : null;
    }

    private @Nullable String refusesBudget(int budget) {
        if (version >= 3) {
            return version == NEWEST ? null : "Thinking budget is not supported for this model.";
        }
        boolean pro = name.startsWith("gemini-2.5-pro");
        if (budget == 0 && pro) {
            return "Budget 0 is invalid. This model only works in thinking mode.";
        }
        int least = pro ? 128 : name.startsWith("gemini-2.5-flash-lite") ? 512 : 0;
        int most = pro ? 32_768 : 24_576;
        boolean fine = budget == -1 || budget == 0 || (budget >= least && budget <= most);
        return fine
                ? null
                : "The thinking budget %d is invalid. Please choose a value between %d and %d."
                        .formatted(budget, least, most);
    }
}
