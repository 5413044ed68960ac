package dev.gleaner.spec;

import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.ModelPrice;
import dev.gleaner.limit.PriceTable;
import java.util.List;
import java.util.stream.Stream;

/** What a budget needs besides valid amounts. */
final class MoneyChecks {
    private static final int NAMED_MODELS = 3;

    private final SpecValues values;

    MoneyChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        boolean limited =
                Stream.of("budget.usdPerHour", "budget.usdPerDay", "budget.usdTotal")
                        .anyMatch(values::isGiven);
        if (limited) {
            values.models().forEach(this::checkPrice);
            checkTier();
        } else if (values.isGiven("budget.action")
                && values.get("budget.action", BudgetAction.class) != null) {
            values.add(
                    "budget.action",
                    "has no use without an amount",
                    "give one, such as budget.usdPerDay");
        }
    }

    /** The built-in prices are those of the standard tier; flex costs less, priority more. */
    private void checkTier() {
        boolean priority =
                values.get("model.serviceTier", ServiceTier.class) == ServiceTier.PRIORITY;
        if (priority && !values.isGiven("budget.prices")) {
            values.add(
                    "model.serviceTier",
                    "priority costs up to twice what the built-in prices say, so that a budget"
                            + " would not be kept",
                    "give a table of your own in budget.prices");
        }
    }

    /** What a model costs must be known before money can be kept. */
    private void checkPrice(SpecValues.Model model) {
        PriceTable table = values.get("budget.prices", PriceTable.class);
        if (table != null && table.of(model.name()).isEmpty()) {
            List<String> known = table.prices().stream().map(ModelPrice::model).toList();
            values.add(
                    model.path(),
                    "the table of prices ("
                            + table.version()
                            + ") has none for \""
                            + model.name()
                            + "\", so that its cost cannot be kept within the budget",
                    "name one that it has, such as "
                            + String.join(", ", Nearest.some(NAMED_MODELS, model.name(), known))
                            + ", or give a table of your own in budget.prices");
        }
    }
}
