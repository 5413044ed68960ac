package dev.gleaner.limit;

/**
 * Finds how many requests at once an endpoint takes: what attempts met goes in, a number comes out.
 * No clock, no threads; a round trip is as many attempts as the limit allows, so that an endpoint
 * that answers in a minute is treated as one that answers in a millisecond. Not thread-safe.
 *
 * <p>While nothing is known, each served attempt raises the limit by one, which doubles it every
 * round trip. The first refusal tells what the endpoint took, and from then on the limit follows
 * CUBIC's curve (RFC 9438): fast back to just below the known limit, slow around it, faster and
 * faster beyond it; at twice the known limit nothing is known again. CUBIC instead of additive
 * increase because from 250 to 1,000 that would take hundreds of round trips, and loss instead of
 * latency because a model's latency is the length of its answer.
 *
 * <p>Two things differ from TCP. It decreases by a tenth, not by three: a refusal costs one small
 * exchange here and no retransmission, and the mean over a cycle is 0.975 of the known limit, not
 * 0.925. And it learns the <em>background</em>: endpoints also refuse a share of all requests
 * however few there are, and a limit that fell for each of them would end at about one over that
 * share. So each decrease is a trial. If there are still refusals, the limit falls to where there
 * should be none if load were their cause; if their share is the same there, it was not, and that
 * last decrease is taken back. Only more than the background then counts. A trial in which most are
 * refused is not waited for: the limit is halved.
 */
final class CubicLimit {
    private static final int INITIAL = 10;
    private static final double DECREASE = 0.9;
    private static final double STEEP_DECREASE = 0.5;
    private static final double STEEP_SHARE = 0.7;
    private static final int STEEP_COUNT = 10;

    /** From a tenth below it takes 4.4 round trips to the known limit and 14 to its double. */
    private static final double STEEPNESS = 0.0012;

    /** Fewer attempts than this tell nothing of a share. */
    private static final int SMALLEST_ROUND = 100;

    /** A share of refusals that is no trouble. */
    private static final double NEGLIGIBLE = 0.03;

    /** Refusals that are bad luck, where there should be none. */
    private static final int LUCK = 2;

    /** After so many round trips it is tried again whether load is the cause of refusals. */
    private static final int ROUNDS_OF_TRUST = 25;

    /** Below this part of the known limit there should be no refusals. */
    private static final double QUIET = 0.99;

    private int max;
    private double limit;

    /** Below this each served attempt raises the limit by one; infinite while nothing is known. */
    private double threshold = Double.POSITIVE_INFINITY;

    private final BackgroundRefusals background = new BackgroundRefusals();
    private double known;
    private double turningPoint;
    private double rounds;
    private double beforeTrouble;

    private long attempts;
    private long lastFull = Long.MIN_VALUE / 2;
    private long firstOfRound;
    private boolean trial;
    private double shareBefore;
    private double limitBefore;
    private int roundsSinceDecision;
    private int seen;
    private int lost;

    /**
     * @param max the largest limit, at least 1
     */
    CubicLimit(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("the largest limit must be at least 1, not " + max);
        }
        this.max = max;
        limit = Math.min(INITIAL, max);
    }

    /** Returns how many attempts may be in flight, from 1. */
    int limit() {
        return (int) limit;
    }

    /**
     * @param newMax the largest limit from now on, at least 1
     */
    void resize(int newMax) {
        max = newMax;
        limit = Math.min(limit, newMax);
    }

    /** Returns whether the endpoint has shown what it takes. */
    boolean isKnown() {
        return threshold != Double.POSITIVE_INFINITY;
    }

    /**
     * Returns the number of an attempt that begins now.
     *
     * @param inFlight how many are in flight, this one included
     */
    long begin(int inFlight) {
        if (inFlight >= limit()) {
            lastFull = attempts;
        }
        return attempts++;
    }

    /**
     * Notes an attempt that the endpoint did its work for.
     *
     * @param attempt its number
     * @param inFlight how many were in flight, this one included
     */
    void served(long attempt, int inFlight) {
        // An idle endpoint refuses nobody, which says nothing of a busy one.
        if (!trial || inFlight >= limit / 2) {
            count(attempt, 0);
        }
        // What is not used is not tried: a limit must not grow on the word of an idle endpoint.
        boolean used = attempts - lastFull <= limit();
        if (used && !isDecisive()) {
            grow();
            if (trial && !isQuiet()) {
                endRound();
            }
        }
    }

    /**
     * Notes an attempt that the endpoint refused for its load.
     *
     * @param attempt its number
     * @param inFlight how many were in flight, this one included
     */
    void refused(long attempt, int inFlight) {
        if (!count(attempt, 1)) {
            return; // it began before the last decrease, which it could not know of
        }
        if (trial) {
            if (lost >= Math.max(STEEP_COUNT, limit / 16) && lost > STEEP_SHARE * seen) {
                shrink(most(inFlight), STEEP_DECREASE);
            }
        } else if (lost > tolerated()) {
            beforeTrouble = most(inFlight);
            shrink(beforeTrouble, DECREASE);
        }
    }

    /**
     * Notes that the endpoint answers again after it had answered nobody. It most likely takes what
     * it took before, but it is asked at half of that.
     */
    void recovered() {
        threshold = Math.max(limit, beforeTrouble);
        limit = Math.max(1, threshold / 2);
        endTrial();
    }

    private void grow() {
        if (limit < threshold) {
            limit = Math.min(max, limit + 1);
            known = limit;
            rounds = turningPoint;
            return;
        }
        rounds += 1 / limit;
        double beyond = rounds - turningPoint;
        double curve = known * (1 + STEEPNESS * beyond * beyond * beyond);
        limit = Math.min(max, Math.max(limit, curve));
        if (curve >= 2 * known) {
            threshold = Double.POSITIVE_INFINITY;
        }
    }

    /** Returns what the endpoint took at a refusal: what was in flight, unless that was little. */
    private double most(int inFlight) {
        return inFlight < limit / 2 ? limit : Math.min(limit, inFlight);
    }

    /** Takes {@code most} for what the endpoint takes, and goes so far below it. */
    private void shrink(double most, double factor) {
        known = Math.max(1, most);
        limit = Math.max(1, known * factor);
        threshold = 0;
        rounds = 0;
        turningPoint = Math.cbrt((1 - factor) / STEEPNESS);
        trial = true;
        shareBefore = 1;
        startRound();
    }

    /** Returns how many refusals in a round are no sign of too much load. */
    private double tolerated() {
        double usual = background.allowance(Math.max(limit, SMALLEST_ROUND));
        return isQuiet() ? usual + LUCK : usual;
    }

    private boolean isQuiet() {
        return limit < QUIET * known;
    }

    private boolean count(long attempt, int refusals) {
        if (attempt < firstOfRound) {
            return false;
        }
        if (seen >= Math.max(limit, SMALLEST_ROUND)) {
            endRound();
        }
        seen++;
        lost += refusals;
        return true;
    }

    private void endRound() {
        if (isDecisive()) {
            decide();
        } else if (trial) {
            if (lost <= Math.max(NEGLIGIBLE * seen, tolerated())) {
                background.learn(seen, lost);
                endTrial();
            } else {
                tryWithout();
            }
        } else if (background.share() > NEGLIGIBLE && ++roundsSinceDecision >= ROUNDS_OF_TRUST) {
            tryWithout();
        } else {
            if (isQuiet()) {
                background.learn(seen, lost);
            } else {
                background.fade(seen, lost);
            }
            startRound();
        }
    }

    /** Begins a round with a limit at which nobody is refused if load is the cause of refusals. */
    private void tryWithout() {
        double share = (double) lost / seen;
        limitBefore = isDecisive() ? limitBefore : limit;
        shrink((1 - share) * limit, DECREASE);
        shareBefore = share;
    }

    private void decide() {
        double share = (double) lost / seen;
        roundsSinceDecision = 0;
        if (lost + 2 * Math.sqrt(lost) >= shareBefore * seen) {
            background.set((share + shareBefore) / 2);
            limit = limitBefore;
            known = limit;
            rounds = turningPoint;
            endTrial();
        } else if (share <= shareBefore / 4) {
            background.set(share);
            endTrial();
        } else {
            tryWithout();
        }
    }

    private void endTrial() {
        trial = false;
        startRound();
    }

    /** Whether this is the trial whose limit is where there should be no refusals. */
    private boolean isDecisive() {
        return trial && shareBefore < 1;
    }

    private void startRound() {
        seen = 0;
        lost = 0;
        firstOfRound = trial ? attempts : firstOfRound;
    }
}
