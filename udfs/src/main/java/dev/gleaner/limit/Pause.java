package dev.gleaner.limit;

/**
 * A time in which nobody may send, because the endpoint said so. Time is an argument. Not
 * thread-safe.
 */
final class Pause {
    private long end;
    private boolean over = true;

    /** Pauses for so long from now, unless a longer pause is on. */
    void extend(long nanos, long now) {
        if (over || now + nanos - end > 0) {
            end = now + nanos;
            over = false;
        }
    }

    /** Returns how long nobody may send yet, in nanoseconds; 0 if somebody may. */
    long nanosLeft(long now) {
        over |= end - now <= 0;
        return over ? 0 : end - now;
    }
}
