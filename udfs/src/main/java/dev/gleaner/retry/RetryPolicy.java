package dev.gleaner.retry;

import dev.gleaner.model.FailureKind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says after a failure whether to try again, and after what delay. Pure and thread-safe: chance is
 * an argument.
 *
 * <p>The delay grows exponentially, and a share of it is random, so that records that failed
 * together do not come back together. A delay that the server asks for is a lower bound: it is
 * never undercut, and chance adds up to half of it, so that those who were told the same do not all
 * come at once.
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
     * Returns the delay before the next attempt, or empty if there shall be none.
     *
     * @param kind how the last attempt failed
     * @param failures how many attempts of this call have failed by a rule of the same kind, this
     *     one included, from 1
     * @param serverDelay what the server asked for, or null
     * @param random chance, at least 0 and less than 1
     */
    public Optional<Duration> delay(
            FailureKind kind, int failures, @Nullable Duration serverDelay, double random) {
        return switch (kind.retryRule()) {
            case NEVER -> Optional.empty();
            case ONCE -> failures <= 1 ? Optional.of(Duration.ZERO) : Optional.empty();
            case BACKOFF -> Optional.of(backoff(failures, serverDelay, random));
        };
    }

    private Duration backoff(int failures, @Nullable Duration serverDelay, double random) {
        double initial = (double) settings.initialBackoff().toNanos();
        double grown = initial * Math.pow(settings.multiplier(), failures - 1);
        double capped = Math.min(grown, (double) settings.maxBackoff().toNanos());
        double own = capped * (1 - settings.jitter() * random);
        double asked = serverDelay == null ? 0 : (double) serverDelay.toNanos();
        double spread = Math.min(asked, (double) settings.maxBackoff().toNanos()) / 2;
        asked += spread * settings.jitter() * random;
        return Duration.ofNanos((long) Math.max(own, asked));
    }
}
