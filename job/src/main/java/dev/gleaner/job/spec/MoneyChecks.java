package dev.gleaner.job.spec;

import dev.gleaner.limit.ModelPrice;
import dev.gleaner.limit.PriceTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a budget needs besides valid amounts. */
final class MoneyChecks {
    private static final int NAMED_MODELS = 3;

    private final Map<String, Object> values;
    private final Problems problems;

    MoneyChecks(Map<String, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    void run() {
        boolean limited =
                Stream.of("budget.usdPerHour", "budget.usdPerDay", "budget.usdTotal")
                        .anyMatch(problems::isGiven);
        if (limited) {
            checkPrice();
        } else if (problems.isGiven("budget.action") && values.containsKey("budget.action")) {
            problems.add(
                    "budget.action",
                    "has no use without an amount",
                    "give usdPerHour, usdPerDay or usdTotal");
        }
    }

    /** What a model costs must be known before money can be kept. */
    private void checkPrice() {
        if (values.get("model.name") instanceof String model
                && values.get("budget.prices") instanceof PriceTable table
                && table.of(model).isEmpty()) {
            List<String> known = table.prices().stream().map(ModelPrice::model).toList();
            problems.add(
                    "model.name",
                    "the table of prices ("
                            + table.version()
                            + ") has none for \""
                            + model
                            + "\", so that its cost cannot be kept within the budget",
                    "name one that it has, such as "
                            + String.join(", ", Nearest.some(NAMED_MODELS, model, known))
                            + ", or give a table of your own in budget.prices");
        }
    }
}
