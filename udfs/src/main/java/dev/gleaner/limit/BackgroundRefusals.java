package dev.gleaner.limit;

/**
 * The share of attempts that an endpoint refuses however few there are. It is learnt from times
 * when the load was below what the endpoint is known to take. Not thread-safe.
 */
final class BackgroundRefusals {
    /** As if so many attempts had been seen already, none of them refused. */
    private static final double PRIOR = 50;

    /** What is remembered; more attempts than this push the oldest out. */
    private static final double MEMORY = 1_000;

    private static final double FADING = 1.0 / 8;

    private double share;
    private double weight = PRIOR;

    double share() {
        return share;
    }

    /** Learns from attempts at little load. */
    void learn(int seen, int refused) {
        share = (share * weight + refused) / (weight + seen);
        weight = Math.min(MEMORY, weight + seen);
    }

    /** Takes the share for what it is. */
    void set(double newShare) {
        share = newShare;
        weight = MEMORY;
    }

    /** Moves towards a share that is clearly smaller, at any load. */
    void fade(int seen, int refused) {
        double mean = share * seen;
        if (refused < mean - 2 * Math.sqrt(mean)) {
            share += ((double) refused / seen - share) * FADING;
        }
    }

    /**
     * Returns how many of so many attempts may be refused without a cause: twice the mean and some.
     */
    double allowance(double seen) {
        double mean = share * seen;
        return 2 * mean + 3 * Math.sqrt(mean);
    }
}
