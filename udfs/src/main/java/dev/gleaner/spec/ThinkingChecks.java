package dev.gleaner.spec;

import dev.gleaner.spec.ModelFamily.ThinkingControl;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the models that think are told so by what they take. */
final class ThinkingChecks {
    private static final int DYNAMIC = -1;

    private final SpecValues values;

    ThinkingChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        checkBoth("thinking");
        values.items("model.fallbacks").forEach(item -> checkBoth(item + ".thinking"));
        for (SpecValues.Model model : values.models()) {
            String own = model.path().replaceFirst("name$", "thinking");
            if (model.path().equals("model.name")) {
                check(model, "thinking", null);
            } else if (values.isGiven(own)) {
                check(model, own, null);
            } else {
                check(model, "thinking", model.path());
            }
        }
    }

    private void checkBoth(String path) {
        if (values.isGiven(path + ".level") && values.isGiven(path + ".budget")) {
            values.add(
                    path,
                    "has level and budget, and no model takes both",
                    "keep level for Gemini 3 and later, budget for Gemini 2.5");
        }
    }

    /**
     * Checks one setting for one model.
     *
     * @param inherits the path of the fallback that it is not given for, or null
     */
    private void check(SpecValues.Model model, String path, @Nullable String inherits) {
        ModelFamily family = model.family().orElse(null);
        if (family == null || family.thinking() == null) {
            return;
        }
        ThinkingLevel level = values.get(path + ".level", ThinkingLevel.class);
        Integer budget = values.get(path + ".budget", Integer.class);
        if (level != null) {
            report(path + ".level", levelProblem(family, level), model, family, inherits);
        }
        if (budget != null) {
            report(path + ".budget", budgetProblem(family, budget), model, family, inherits);
        }
        if (family.thinking() == ThinkingControl.NONE && values.isTrue(path + ".includeThoughts")) {
            report(path + ".includeThoughts", "has no thoughts", model, family, inherits);
        }
    }

    private static @Nullable String levelProblem(ModelFamily family, ThinkingLevel level) {
        if (family.thinking() != ThinkingControl.LEVEL) {
            return "takes no thinkingLevel";
        }
        return family.levels().contains(level) ? null : "takes no level " + ScalarType.word(level);
    }

    private static @Nullable String budgetProblem(ModelFamily family, int budget) {
        if (family.thinking() != ThinkingControl.BUDGET) {
            return "takes no thinkingBudget";
        }
        boolean inRange = budget >= family.minBudget() && budget <= family.maxBudget();
        return inRange || budget == DYNAMIC || (budget == 0 && family.off())
                ? null
                : "takes no budget of " + budget;
    }

    private void report(
            String path,
            @Nullable String problem,
            SpecValues.Model model,
            ModelFamily family,
            @Nullable String inherits) {
        if (problem == null) {
            return;
        }
        if (inherits == null) {
            values.add(path, model.name() + " " + problem, fix(family, "remove it", "give "));
        } else {
            values.add(
                    inherits,
                    model.name() + " " + problem + ", which " + path + " gives",
                    fix(
                            family,
                            "add thinking: {} to this fallback",
                            "add a thinking section to this fallback, with "));
        }
    }

    private static String fix(ModelFamily family, String none, String some) {
        return switch (Optional.ofNullable(family.thinking()).orElseThrow()) {
            case NONE -> none;
            case LEVEL ->
                    family.levels().stream()
                            .map(ScalarType::word)
                            .collect(Collectors.joining(", ", some + "level: one of ", ""));
            case BUDGET ->
                    some
                            + "budget: "
                            + family.minBudget()
                            + " to "
                            + family.maxBudget()
                            + " tokens, "
                            + (family.off() ? "0 for none, " : "")
                            + "-1 for as many as the model likes";
        };
    }
}
