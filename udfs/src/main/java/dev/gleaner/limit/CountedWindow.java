package dev.gleaner.limit;

/**
 * An amount that is counted from 0 in each hour, or each day. Hours and days are those of a wall
 * clock, which somebody may set: what was used up in the future, by a clock that was ahead, counts
 * in the present. Not thread-safe.
 */
final class CountedWindow {
    /** A clock that is set back by less catches up soon; until then, the window stays. */
    private static final long SMALL_STEP_MILLIS = 600_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private long index;
    private long used;
    private long formerIndex = NEVER;
    private long formerUsed;
    private long latestMillis = NEVER;

    CountedWindow(long index, long used) {
        this.index = index;
        this.used = used;
    }

    /**
     * Goes to the window of the present.
     *
     * @param present its number
     * @param millis the wall clock
     */
    void turn(long present, long millis) {
        if (present < index && latestMillis - millis <= SMALL_STEP_MILLIS && latestMillis > NEVER) {
            return;
        }
        latestMillis = millis;
        if (present == index) {
            return;
        }
        long now = present > index ? 0 : used + (present == formerIndex ? formerUsed : 0);
        formerIndex = index;
        formerUsed = used;
        index = present;
        used = now;
    }

    void add(long amount) {
        used += amount;
    }

    /** Has so much used up from now on. */
    void set(long amount) {
        used = amount;
    }

    long index() {
        return index;
    }

    long used() {
        return used;
    }
}
