package dev.gleaner.retry;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often, and how soon, a failed attempt is made again.
 *
 * @param maxAttempts HTTP exchanges of one call at most, the first, retries and the repair
 *     included; 1 means none of the latter
 * @param initialBackoff the delay after the first failure, before jitter; more than zero
 * @param maxBackoff the longest delay of our own choosing; the server may ask for more
 * @param multiplier what each further failure multiplies the delay by, at least 1
 * @param jitter the share of the delay that is left to chance, from 0 (none) to 1 (all)
 */
public record RetrySettings(
        int maxAttempts,
        Duration initialBackoff,
        Duration maxBackoff,
        double multiplier,
        double jitter)
        implements Serializable {

    public RetrySettings {
        require(maxAttempts >= 1, "call.maxAttempts must be at least 1, not " + maxAttempts);
        require(
                initialBackoff.compareTo(Duration.ZERO) > 0,
                "call.backoff.initial must be more than zero, not " + initialBackoff);
        require(
                maxBackoff.compareTo(initialBackoff) >= 0,
                "call.backoff.max must be at least call.backoff.initial, not " + maxBackoff);
        require(multiplier >= 1, "call.backoff.multiplier must be at least 1, not " + multiplier);
        require(
                jitter >= 0 && jitter <= 1,
                "call.backoff.jitter must be from 0 to 1, not " + jitter);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
