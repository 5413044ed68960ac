package dev.gleaner.cache;

import java.time.Duration;

/**
 * A cachedContent that exists, in readings of the call scheduler's clock.
 *
 * @param name its resource name
 * @param bornNanos when it was asked for
 * @param expiryNanos when the endpoint drops it, at the earliest; until then it is paid for
 * @param tokens how many it holds
 */
record CachedPrompt(String name, long bornNanos, long expiryNanos, long tokens) {
    /** One that is lost sooner would be lost again. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    boolean isExpired(long nowNanos) {
        return nowNanos - expiryNanos >= 0;
    }

    boolean isYoung(long nowNanos) {
        return nowNanos - bornNanos < YOUNG.toNanos();
    }
}
