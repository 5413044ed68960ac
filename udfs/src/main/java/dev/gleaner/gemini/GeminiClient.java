package dev.gleaner.gemini;

import java.time.Duration;
import java.util.function.Consumer;

/** Sends requests to one endpoint. Thread-safe. */
public interface GeminiClient extends AutoCloseable {

    /**
     * Makes one attempt: one HTTP exchange, never repeated here. Does not block and does not throw.
     *
     * @param body a request from {@link RequestEncoder}; must not be changed afterwards
     * @param timeout the longest wait for the whole answer
     * @param whenDone is called exactly once, on any thread, perhaps before this method returns; it
     *     must not block
     */
    void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone);

    /** Closes all connections; attempts under way fail. Does not return before its threads end. */
    @Override
    void close();
}
