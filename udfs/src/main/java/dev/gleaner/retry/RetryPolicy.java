package dev.gleaner.retry;

import java.time.Duration;

/**
 * How often a failed attempt may be made again, and after what delay. Pure and thread-safe: chance
 * is an argument.
 *
 * <p>The delay grows exponentially, and a share of it is random, so that records that failed
 * together do not come back together. A delay that the server asks for is not looked at here: it
 * holds for everybody and is the limiter's to keep.
 */
public final class RetryPolicy {
    private final RetrySettings settings;

    public RetryPolicy(RetrySettings settings) {
        this.settings = settings;
    }

    /** Returns whether a call that has made so many attempts may make another, whatever for. */
    public boolean allowsAnother(int attempts) {
        return attempts < settings.maxAttempts();
    }

    /**
     * Returns the delay before the next attempt.
     *
     * @param failures how many attempts of this call have failed, from 1
     * @param random chance, at least 0 and less than 1
     */
    public Duration backoff(int failures, double random) {
        double initial = (double) settings.initialBackoff().toNanos();
        double grown = initial * Math.pow(settings.multiplier(), failures - 1);
        double capped = Math.min(grown, (double) settings.maxBackoff().toNanos());
        return Duration.ofNanos((long) (capped * (1 - settings.jitter() * random)));
    }
}
