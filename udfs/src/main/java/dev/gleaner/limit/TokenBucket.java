package dev.gleaner.limit;

/**
 * So much in a time, handed out evenly: what is not taken is kept for a second's worth, so that a
 * quota is never exceeded by more, however the endpoint cuts its minutes. Time is an argument. Not
 * thread-safe.
 */
final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private double perNano;
    private double burst;
    private double level;
    private long filledAt;

    /**
     * @param perSecond what flows in, more than zero
     * @param now a reading of the clock in nanoseconds
     */
    TokenBucket(double perSecond, long now) {
        perNano = perSecond / NANOS_PER_SECOND;
        burst = Math.max(1, perSecond);
        level = burst;
        filledAt = now;
    }

    /** Has so much flow in from now on. */
    void resize(double perSecond) {
        perNano = perSecond / NANOS_PER_SECOND;
        burst = Math.max(1, perSecond);
        level = Math.min(burst, level);
    }

    /** Returns how many nanoseconds to wait for so much; 0 if it can be taken. */
    long nanosUntil(double amount, long now) {
        level = Math.min(burst, level + (now - filledAt) * perNano);
        filledAt = now;
        // More than it ever holds is taken from a full bucket, which then owes the rest.
        double missing = Math.min(amount, burst) - level;
        return missing <= 0 ? 0 : (long) Math.ceil(missing / perNano);
    }

    /** Takes so much, even if it is not there; a negative amount is put back. */
    void take(double amount) {
        level = Math.min(burst, level - amount);
    }
}
