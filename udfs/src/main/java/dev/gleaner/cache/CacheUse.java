package dev.gleaner.cache;

import java.time.Duration;

/**
 * What the endpoint bills of a cachedContent.
 *
 * @param read tokens that it took in
 * @param kept tokens that it keeps
 * @param time for how long it keeps them
 */
public record CacheUse(long read, long kept, Duration time) {
    /** Nothing. */
    static final CacheUse NONE = new CacheUse(0, 0, Duration.ZERO);

    /** Returns what it takes to create one: the whole time is bought, however long it is used. */
    static CacheUse created(long tokens, Duration ttl) {
        return new CacheUse(tokens, tokens, ttl);
    }

    /** Returns what it takes to let one live on. */
    static CacheUse prolonged(long tokens, Duration time) {
        return new CacheUse(0, tokens, time);
    }
}
