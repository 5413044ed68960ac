package dev.gleaner.gate;

import java.util.concurrent.atomic.AtomicInteger;

/** The elements that entered between two snapshots of the source. Thread-safe. */
final class Epoch {
    private final AtomicInteger inside = new AtomicInteger();

    void enter() {
        inside.incrementAndGet();
    }

    void leave() {
        inside.decrementAndGet();
    }

    /** Whether all of them have left; meant for an epoch that nobody enters any more. */
    boolean isDrained() {
        return inside.get() == 0;
    }
}
