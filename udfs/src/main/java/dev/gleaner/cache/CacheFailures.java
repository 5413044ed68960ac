package dev.gleaner.cache;

import dev.gleaner.gemini.CacheReply.Failed;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.RetryRule;
import dev.gleaner.retry.RetryPolicy;
import dev.gleaner.retry.RetrySettings;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has gone wrong with a cachedContent in a row, and when to try again. Not thread-safe. */
final class CacheFailures {
    private static final Logger LOG = LoggerFactory.getLogger(CacheFailures.class);

    /** There is no most: it is worth trying as long as the job runs. */
    private static final RetrySettings SETTINGS =
            new RetrySettings(
                    Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMinutes(5), 2, 0.5);

    private final RetryPolicy delays = new RetryPolicy(SETTINGS);
    private final DoubleSupplier random;
    private @Nullable FailureKind complaint;
    private int count;

    /**
     * @param random from 0 (inclusive) to 1
     */
    CacheFailures(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * Returns whether the same content would be refused again. A key may be replaced, and there may
     * be money again.
     */
    static boolean isFinal(FailureKind kind) {
        return kind.retryRule() == RetryRule.NEVER
                && kind != FailureKind.API_KEY_REJECTED
                && kind != FailureKind.BUDGET_SPENT;
    }

    /** Begins anew: it works. */
    void clear() {
        count = 0;
        complaint = null;
    }

    /** Notes that it works again, but not yet that it lasts. */
    void works() {
        complaint = null;
    }

    /**
     * Counts one more, and returns the delay: from half of it to all of it, since subtasks start,
     * and fail, at the same moment.
     */
    Duration next() {
        return delays.backoff(++count, 1 - random.getAsDouble());
    }

    /** Says it once for each kind in a row. */
    void complain(String what, Failed failed) {
        if (failed.kind() != complaint) {
            complaint = failed.kind();
            LOG.warn("{}: {}: {}", what, failed.kind(), failed.detail());
        }
    }
}
