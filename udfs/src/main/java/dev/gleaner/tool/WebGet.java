package dev.gleaner.tool;

import java.util.concurrent.CompletableFuture;

/** Reads from the web. Thread-safe. */
@FunctionalInterface
interface WebGet {

    /**
     * Makes one GET request. Does not block and does not throw.
     *
     * @param url percent-encoded, and allowed
     * @param maxBytes the most that is read of the answer
     * @return the answer, whatever its status; else fails with a TimeoutException or a {@link
     *     ToolFailureException}
     */
    CompletableFuture<WebAnswer> get(String url, int maxBytes);
}
