package dev.gleaner.limit;

import java.util.function.Consumer;

/**
 * Decides who may send, and when. A call asks for a permit before every attempt and gives it back
 * after; it holds none while it waits to retry. Implementations are thread-safe and never block.
 */
public interface Limiter {

    /**
     * Asks for a permit. {@code whenGranted} runs exactly once, unless the returned waiter is
     * cancelled first: at once on the caller's thread, or later on the thread of whoever gave a
     * permit back.
     */
    Waiter acquire(Consumer<Permit> whenGranted);

    /** Returns how many permits can be out at once now. */
    int limit();

    /** Returns how many permits are out. */
    int inFlight();

    /** Returns how many wait for one. */
    int waiting();
}
