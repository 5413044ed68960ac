package dev.gleaner.limit;

import java.io.Serializable;
import java.util.Objects;

/**
 * How much a job may do at once, in a time, and for how much money: all subtasks together. Each
 * subtask takes an equal share when it opens, so that a job can be rescaled as it is.
 *
 * @param capacity records in work, those that wait included, at least {@code concurrency}
 * @param maxBytes memory that records in work hold at most, in bytes; 0 if each TaskManager decides
 * @param concurrency requests under way at most, at least 1; the endpoint's own limit is found
 *     below it
 * @param quotas requests and tokens in a time
 * @param budget money
 * @param prices what the money is counted by
 */
public record LimitSettings(
        int capacity,
        long maxBytes,
        int concurrency,
        QuotaSettings quotas,
        BudgetSettings budget,
        PriceTable prices)
        implements Serializable {

    public LimitSettings {
        Objects.requireNonNull(quotas, "quotas");
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(prices, "prices");
        if (concurrency < 1) {
            throw new IllegalArgumentException(
                    "async.limit must be at least 1, not " + concurrency);
        }
        if (capacity < concurrency) {
            throw new IllegalArgumentException(
                    "async.capacity ("
                            + capacity
                            + ") must be at least async.limit ("
                            + concurrency
                            + ")");
        }
    }

    /** Returns whether anything is limited that must be counted over restarts. */
    public boolean isCounted() {
        return !budget.isUnlimited() || quotas.requestsPerDay() > 0;
    }

    /** Returns the same without quotas, which are one model's. */
    public LimitSettings withoutQuotas() {
        return new LimitSettings(
                capacity, maxBytes, concurrency, QuotaSettings.NONE, budget, prices);
    }

    /** Returns how many records a subtask may have in work. */
    public int capacity(Share share) {
        return atLeastOne(share, capacity);
    }

    /** Returns how much memory a subtask may have in work, or 0. */
    public long maxBytes(Share share) {
        return maxBytes == 0 ? 0 : Math.max(1, share.of(maxBytes));
    }

    /** Returns how many requests a subtask may have under way. */
    public int concurrency(Share share) {
        return atLeastOne(share, concurrency);
    }

    private static int atLeastOne(Share share, int maximum) {
        return (int) Math.max(1, share.of(maximum));
    }
}
