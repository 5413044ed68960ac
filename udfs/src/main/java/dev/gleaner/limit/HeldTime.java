package dev.gleaner.limit;

/** Adds up the time in which something holds. Time is an argument. Not thread-safe. */
final class HeldTime {
    private long sum;
    private long since;
    private boolean held;

    void set(boolean holds, long now) {
        if (held) {
            sum += now - since;
        }
        since = now;
        held = holds;
    }

    long nanos(long now) {
        return held ? sum + now - since : sum;
    }
}
