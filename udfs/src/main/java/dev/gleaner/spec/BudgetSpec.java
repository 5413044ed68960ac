package dev.gleaner.spec;

import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.PriceTable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The money that the job may spend. An amount that is null is no limit. */
public record BudgetSpec(
        @Option(
                        value = "Most US dollars in an hour of the clock (UTC), for the whole job.",
                        min = "0.000000001",
                        max = "100000000")
                @Nullable BigDecimal usdPerHour,
        @Option(
                        value =
                                "Most US dollars in a day of the calendar (UTC), for the whole"
                                        + " job.",
                        min = "0.000000001",
                        max = "100000000")
                @Nullable BigDecimal usdPerDay,
        @Option(
                        value =
                                "Most US dollars altogether, for the whole job. What was spent"
                                    + " before a restart from a savepoint or checkpoint counts.",
                        min = "0.000000001",
                        max = "100000000")
                @Nullable BigDecimal usdTotal,
        @Option(
                        value =
                                "What becomes of records that the budget does not cover: hold (they"
                                    + " wait for the next hour or day, or, once usdTotal is spent,"
                                    + " for a restart with a larger one), dead-letter or fail (the"
                                    + " job stops).",
                        defaultValue = "hold")
                BudgetAction action,
        @Option(
                        "File of prices to count by. It replaces the built-in table, which has"
                                + " Google's list prices.")
                PriceTable prices) {}
