package dev.gleaner.cache;

import java.time.Duration;

/**
 * A cachedContent that exists, in readings of the call scheduler's clock.
 *
 * @param name its resource name
 * @param bornNanos when it was asked for
 * @param expiryNanos when the endpoint drops it, at the earliest
 */
record CachedPrompt(String name, long bornNanos, long expiryNanos) {
    /** One that is lost sooner would be lost again. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    boolean isExpired(long nowNanos) {
        return nowNanos - expiryNanos >= 0;
    }

    boolean isYoung(long nowNanos) {
        return nowNanos - bornNanos < YOUNG.toNanos();
    }
}
