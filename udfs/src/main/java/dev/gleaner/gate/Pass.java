package dev.gleaner.gate;

/** That one element is inside. Thread-safe. */
public interface Pass {
    /** The element has left. Only the first time counts. */
    void leave();
}
