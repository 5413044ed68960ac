package dev.gleaner.limit;

/**
 * Spreads attempts over a round trip, so that those who waited together, or were answered together,
 * do not come together: a quota that lasts for an even flow is overrun by bunches, and an endpoint
 * that has just come back is not helped by everybody at once. Time is an argument. Not thread-safe.
 *
 * <p>An even flow is the limit for each round trip. Twice that is let through, since less keeps the
 * limit from being reached (at 1.25, 0.966 of 100 slots are used, at 2 0.978) and more does not
 * spread (at 3, up to 2.5 % of the attempts at a quota are refused, at 2 up to 1.6 %); twice as
 * much again while the limit doubles each round trip. What a few milliseconds hold may always come
 * at once: finer timers cost more than they bring.
 */
final class Pacer {
    private static final double HEADROOM = 2;
    private static final double HEADROOM_OF_DOUBLING = 4;
    private static final double BURST_NANOS = 4_000_000;

    private double roundTrip;
    private double level;
    private long filledAt;

    /** Notes how long an answer took, with such a limit. */
    void served(long nanos, int limit) {
        double weight = roundTrip == 0 ? 1 : Math.min(1, 2.0 / limit);
        roundTrip += weight * (nanos - roundTrip);
    }

    /** Returns how many nanoseconds to wait for the next attempt; 0 if it may go. */
    long nanosUntilNext(int limit, boolean doubling, long now) {
        if (roundTrip == 0) {
            return 0;
        }
        double perNano = limit * (doubling ? HEADROOM_OF_DOUBLING : HEADROOM) / roundTrip;
        level = Math.min(Math.max(1, perNano * BURST_NANOS), level + (now - filledAt) * perNano);
        filledAt = now;
        return level >= 1 ? 0 : (long) Math.ceil((1 - level) / perNano);
    }

    void begun() {
        level--;
    }
}
