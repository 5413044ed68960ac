package dev.gleaner.enrich;

import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.PriceTable;
import dev.gleaner.limit.QuotaSettings;
import java.io.Serializable;
import java.util.Objects;

/**
 * How much a job may do at once, in a time, and for how much money: all subtasks together. Each
 * subtask takes an equal share when it opens, so that a job can be rescaled as it is.
 *
 * @param capacity records in work, those that wait included, at least {@code concurrency}
 * @param concurrency requests under way at most, at least 1; the endpoint's own limit is found
 *     below it
 * @param quotas requests and tokens in a time
 * @param budget money
 * @param prices what the money is counted by
 */
public record LimitSettings(
        int capacity,
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

    /** Returns one subtask's share of a maximum, at least 1. */
    static int share(int maximum, int parallelism) {
        return Math.max(1, (maximum + parallelism - 1) / parallelism);
    }
}
