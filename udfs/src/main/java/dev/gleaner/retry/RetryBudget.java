package dev.gleaner.retry;

/**
 * Keeps retries from multiplying the load on an endpoint that fails in part: each record that
 * begins allows a fifth of a retry, and ten a second are always allowed. A retry that is not
 * allowed comes later; it is not given up. Time is an argument. Thread-safe.
 *
 * <p>The idea and the numbers are those of Finagle's retry budgets and Google's SRE book ("Handling
 * Overload").
 */
public final class RetryBudget {
    private static final double PER_RECORD = 0.2;
    private static final double PER_NANO = 10 / 1e9;
    private static final double MOST = 100;

    private double level = MOST / 10;
    private long filledAt;

    /**
     * @param now a reading of the clock in nanoseconds
     */
    public RetryBudget(long now) {
        filledAt = now;
    }

    /** Notes that a record begins. */
    public synchronized void begun() {
        level = Math.min(MOST, level + PER_RECORD);
    }

    /** Returns whether a retry may be made now; if so, it is counted. */
    public synchronized boolean allows(long now) {
        level = Math.min(MOST, level + (now - filledAt) * PER_NANO);
        filledAt = now;
        if (level < 1) {
            return false;
        }
        level--;
        return true;
    }
}
