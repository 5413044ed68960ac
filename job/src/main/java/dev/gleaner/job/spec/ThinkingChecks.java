package dev.gleaner.job.spec;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a model can think as it shall: a wrong control is refused by every request. */
final class ThinkingChecks {
    private final Map<String, Object> values;
    private final Problems problems;

    ThinkingChecks(Map<String, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    void run() {
        if (values.get("model.name") instanceof String model) {
            check("thinking", model, "");
        }
        for (int i = 0; values.containsKey("model.fallbacks[" + i + "].name"); i++) {
            String fallback = "model.fallbacks[" + i + "]";
            String model = String.valueOf(values.get(fallback + ".name"));
            boolean own = problems.isGiven(fallback + ".thinking");
            check(
                    own ? fallback + ".thinking" : "thinking",
                    model,
                    own ? "" : "; or give " + fallback + " a thinking of its own");
        }
    }

    private void check(String path, String model, String otherwise) {
        ThinkingLevel level = (ThinkingLevel) values.get(path + ".level");
        Integer budget = (Integer) values.get(path + ".budget");
        Optional<ModelFamily> known = ModelFamily.of(model);
        if (level != null && budget != null) {
            problems.add(
                    path + ".budget",
                    "a level is given too, and no model takes both",
                    known.map(
                                    family ->
                                            "keep the "
                                                    + (family.levels().isEmpty()
                                                            ? "budget"
                                                            : "level"))
                            .orElse("keep one of the two"));
        } else if (known.isPresent()) {
            String wrong = wrong(known.get(), level, budget);
            if (wrong != null) {
                String at =
                        level == null ? budget == null ? path : path + ".budget" : path + ".level";
                problems.add(at, model + " " + wrong, fix(known.get()) + otherwise);
            }
        }
    }

    private @Nullable String wrong(
            ModelFamily family, @Nullable ThinkingLevel level, @Nullable Integer budget) {
        boolean thoughts = Boolean.TRUE.equals(values.get("thinking.includeThoughts"));
        if (!family.thinks() && (level != null || budget != null || thoughts)) {
            return "does not think";
        } else if (level != null && family.levels().isEmpty()) {
            return "takes no level";
        } else if (level != null && !family.levels().contains(level)) {
            return "does not take the level " + ScalarType.word(level);
        } else if (budget != null && family.mostBudget() == 0) {
            return "takes no budget";
        } else if (budget != null && !family.takes(budget)) {
            return "does not take the budget " + budget;
        }
        return null;
    }

    private static String fix(ModelFamily family) {
        if (!family.thinks()) {
            return "remove it";
        } else if (family.levels().isEmpty()) {
            return "write budget: -1, or "
                    + (family.canBeOff() ? "0, or " : "")
                    + family.leastBudget()
                    + " to "
                    + family.mostBudget();
        }
        return family.levels().stream()
                .sorted()
                .map(ScalarType::word)
                .collect(Collectors.joining(", ", "write level: one of ", ""));
    }
}
