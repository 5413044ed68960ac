package dev.gleaner.limit;

import java.io.Serializable;
import java.util.Objects;

/**
 * The money that a job may spend, all subtasks together. Amounts are in billionths of a US dollar,
 * so that sums are exact; 0 means no limit.
 *
 * @param perHour in each hour of the clock, UTC
 * @param perDay in each day of the calendar, UTC
 * @param total over the life of the job, restarts from a savepoint or checkpoint included
 * @param action what becomes of the records that it does not cover
 */
public record BudgetSettings(long perHour, long perDay, long total, BudgetAction action)
        implements Serializable {

    /** No limits. */
    public static final BudgetSettings NONE = new BudgetSettings(0, 0, 0, BudgetAction.HOLD);

    public BudgetSettings {
        require(perHour, "usdPerHour");
        require(perDay, "usdPerDay");
        require(total, "usdTotal");
        Objects.requireNonNull(action, "action");
    }

    /** Returns whether no amount is limited. */
    public boolean isUnlimited() {
        return perHour == 0 && perDay == 0 && total == 0;
    }

    private static void require(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "budget." + name + " must not be negative, but is " + value + " nano-USD");
        }
    }
}
