package dev.gleaner.cache;

import dev.gleaner.gemini.CacheClient;
import dev.gleaner.time.CallScheduler;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what all prompts share in one cachedContent, as long as that works; calls go on without
 * whenever it does not. Thread-safe.
 *
 * <p>Each subtask has its own: a job of parallelism 8 pays for storing the prefix eight times
 * (tokens times hours), and for reading it once in full at each creation.
 */
public final class PromptCache implements AutoCloseable {

    /**
     * @param client is closed along with this
     * @param body what to create, from {@link dev.gleaner.gemini.RequestEncoder#encodeCache}
     * @param ttl the same as in the body; renewed when half of it has passed
     * @param random from 0 (inclusive) to 1
     */
    public PromptCache(
            CacheClient client,
            byte[] body,
            Duration ttl,
            CallScheduler scheduler,
            DoubleSupplier random) {}

    /** Begins to create the cachedContent. Does not block. */
    public void start() {}

    /**
     * Returns the name of the cachedContent that a request shall name; null while there is none,
     * and the request must then hold everything itself.
     */
    public @Nullable String name() {
        return null;
    }

    /**
     * Notes that a request which named it failed with {@link
     * dev.gleaner.model.FailureKind#CACHE_LOST}. Of all requests that lost the same one, the first
     * makes it be created again. The request should be sent again at once, without a cachedContent
     * the second time, so that it ends.
     *
     * @param name what the request had named
     */
    public void lost(String name) {}

    /**
     * Deletes the cachedContent, and waits two seconds at most; if that fails it lives until the
     * end of its ttl. Closes the client.
     */
    @Override
    public void close() {}
}
