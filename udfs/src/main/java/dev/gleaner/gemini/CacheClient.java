package dev.gleaner.gemini;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Creates, renews and deletes cachedContents at one endpoint. Nothing blocks or throws, and every
 * {@code whenDone} is called exactly once, on any thread, perhaps before the method returns; it
 * must not block. Thread-safe.
 */
public interface CacheClient extends AutoCloseable {

    /**
     * Creates one.
     *
     * @param body from {@link RequestEncoder#encodeCache}
     */
    void create(byte[] body, Consumer<CacheReply> whenDone);

    /**
     * Lets one live on.
     *
     * @param name from {@link CacheReply.Live}
     * @param ttl from now; whole seconds
     */
    void renew(String name, Duration ttl, Consumer<CacheReply> whenDone);

    /**
     * Deletes one; answered by {@link CacheReply.Gone}, whether it was there or not.
     *
     * @param name from {@link CacheReply.Live}
     */
    void delete(String name, Consumer<CacheReply> whenDone);

    /** Closes all connections; what is under way fails. Does not return before its threads end. */
    @Override
    void close();
}
