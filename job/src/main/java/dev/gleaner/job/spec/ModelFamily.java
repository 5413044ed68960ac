package dev.gleaner.job.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What models with names that begin alike have in common. Of models that are not in the table
 * nothing is known, and nothing is checked. Source: Google's page on thinking, read 2026-09-28.
 *
 * @param prefix of the names
 * @param levels the thinkingLevels it takes; empty if it takes none
 * @param leastBudget the smallest thinkingBudget besides 0 and -1
 * @param mostBudget the largest thinkingBudget; 0 if it takes none
 * @param canBeOff whether it takes a thinkingBudget of 0
 */
public record ModelFamily(
        String prefix,
        Set<ThinkingLevel> levels,
        int leastBudget,
        int mostBudget,
        boolean canBeOff) {
    private static final Set<ThinkingLevel> ALL = Set.of(ThinkingLevel.values());
    private static final Set<ThinkingLevel> NOT_MINIMAL =
            Set.of(ThinkingLevel.LOW, ThinkingLevel.MEDIUM, ThinkingLevel.HIGH);

    // Longer prefixes come before those they begin with.
    private static final List<ModelFamily> TABLE =
            List.of(
                    byBudget("gemini-2.5-pro", 128, 32_768, false),
                    byBudget("gemini-2.5-flash-lite", 512, 24_576, true),
                    byBudget("gemini-2.5-flash", 1, 24_576, true),
                    byLevel("gemini-3.8-flash", NOT_MINIMAL),
                    byLevel("gemini-3.7-flash", NOT_MINIMAL),
                    byLevel("gemini-3.6-flash", ALL),
                    byLevel("gemini-3.5-flash", ALL),
                    byLevel("gemini-3.1-flash", ALL),
                    byLevel("gemini-3.1-pro", NOT_MINIMAL),
                    byLevel("gemini-3-flash", ALL),
                    byLevel("gemini-3-pro", NOT_MINIMAL),
                    byBudget("gemini-2.0", 0, 0, false),
                    byBudget("gemini-1.5", 0, 0, false));

    /** Their rules differ from those of the models they are named after. */
    private static final Pattern SPECIAL = Pattern.compile(".*(image|tts|audio|live|embedding).*");

    private static final Pattern BEFORE_3 = Pattern.compile("gemini-[12]\\..*");

    private static ModelFamily byBudget(String prefix, int least, int most, boolean canBeOff) {
        return new ModelFamily(prefix, Set.of(), least, most, canBeOff);
    }

    private static ModelFamily byLevel(String prefix, Set<ThinkingLevel> levels) {
        return new ModelFamily(prefix, levels, 0, 0, false);
    }

    /** Returns the family of a model, if it is known. */
    static Optional<ModelFamily> of(String model) {
        return SPECIAL.matcher(model).matches()
                ? Optional.empty()
                : TABLE.stream().filter(family -> model.startsWith(family.prefix)).findFirst();
    }

    /**
     * Returns whether a model takes JSON and tools in one request only if it must not: those before
     * Gemini 3 refuse it.
     */
    public static boolean refusesJsonWithTools(String model) {
        return BEFORE_3.matcher(model).matches();
    }

    boolean thinks() {
        return !levels.isEmpty() || mostBudget > 0;
    }

    boolean takes(int budget) {
        return budget == -1
                || (budget == 0 ? canBeOff : budget >= leastBudget && budget <= mostBudget);
    }
}
