package dev.gleaner.gate;

/** That one element is inside. Thread-safe. */
public interface Pass {
    /** The element has left. Only the first time counts. */
    void leave();

    /** Changes the number of bytes that the element holds in memory, until it leaves. */
    void hold(long bytes);
}
