package dev.gleaner.limit;

/**
 * Whether the endpoint answers anybody. While it does, a failure counts against the record that met
 * it; when it answers nobody, that is an outage: no record is to blame, and one probe at a growing
 * interval finds out when it is over. Time is an argument. Thread-safe.
 */
public final class EndpointHealth {
    private static final int FAILURES_OF_AN_OUTAGE = 10;
    private static final int CONFIRMATIONS = 3;
    private static final long FIRST_INTERVAL_NANOS = 1_000_000_000L;
    private static final long LONGEST_INTERVAL_NANOS = 10_000_000_000L;

    private long answers;
    private long spell;
    private int failures;
    private int records;
    private int fatal;
    private boolean outage;
    private long outageSince;
    private long interval;
    private long nextProbe;

    /** What one record has seen of the endpoint. For one thread at a time. */
    public static final class Witness {
        private long answers;
        private long spell;

        /** Begins to look. */
        public Witness(EndpointHealth health) {
            answers = health.answers();
        }
    }

    /** What a failure means. */
    public enum Verdict {
        /** Others are answered: it counts against the record. */
        COUNTS,
        /** Nobody else is answered either, as far as is known: it does not count. */
        EXCUSED,
        /** The same, and with this failure it is an outage. */
        OUTAGE_BEGINS
    }

    private synchronized long answers() {
        return answers;
    }

    /**
     * Notes an answer.
     *
     * @return whether an outage is over with it
     */
    public synchronized boolean answered() {
        boolean over = outage;
        answers++;
        if (failures > 0) {
            failures = 0;
            records = 0;
        }
        fatal = 0;
        outage = false;
        return over;
    }

    /**
     * Notes a failure that may be the endpoint's.
     *
     * @param record what its record has seen so far
     * @param ambiguous whether a record can bring such a failure about by itself, as one that takes
     *     too long to answer; then others must have met it too
     * @param now a reading of the clock in nanoseconds
     */
    public synchronized Verdict failed(Witness record, boolean ambiguous, long now) {
        if (failures == 0) {
            spell++;
        }
        failures++;
        if (record.spell != spell) {
            record.spell = spell;
            records++;
        }
        boolean othersAnswered = record.answers != answers;
        record.answers = answers;
        if (outage) {
            return Verdict.EXCUSED;
        }
        if (failures >= FAILURES_OF_AN_OUTAGE && (!ambiguous || records > 1)) {
            outage = true;
            outageSince = now;
            interval = FIRST_INTERVAL_NANOS;
            nextProbe = now + interval;
            return Verdict.OUTAGE_BEGINS;
        }
        return ambiguous || othersAnswered ? Verdict.COUNTS : Verdict.EXCUSED;
    }

    /**
     * Notes a failure that every record would meet.
     *
     * @return whether it is confirmed: met so often in a row, with no answer in between
     */
    public synchronized boolean isConfirmed() {
        return ++fatal >= CONFIRMATIONS;
    }

    /** Returns whether the endpoint answers nobody. */
    public synchronized boolean isOutage() {
        return outage;
    }

    /** Returns how long the outage has lasted, in nanoseconds; 0 if there is none. */
    public synchronized long outageNanos(long now) {
        return outage ? now - outageSince : 0;
    }

    /** Returns how long until the next probe, in nanoseconds; 0 if it is due. */
    synchronized long nanosUntilProbe(long now) {
        return Math.max(0, nextProbe - now);
    }

    /** Notes that a probe is sent. */
    synchronized void probed(long now) {
        nextProbe = now + interval;
        interval = Math.min(LONGEST_INTERVAL_NANOS, interval * 2);
    }
}
