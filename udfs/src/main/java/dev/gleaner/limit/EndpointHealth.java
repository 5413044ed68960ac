package dev.gleaner.limit;

/**
 * Whether the endpoint answers anybody. While it does, a failure counts against the record that met
 * it; when it answers nobody, that is an outage: no record is to blame, and one probe at a growing
 * interval finds out when it is over. Time is an argument. Thread-safe.
 *
 * <p>A record that keeps failing while others are answered is a suspect: its failures count against
 * it, and are no sign of an outage, or a few such records would hold up a quiet stream for ever.
 * Only if ten records fail in a row, suspects or not, is it the endpoint after all.
 */
public final class EndpointHealth {
    private static final int FAILURES_OF_AN_OUTAGE = 10;
    private static final int CONFIRMATIONS = 3;

    /** So many failures while others are answered make a record a suspect. */
    private static final int AMBIGUOUS_SUSPICIONS = 2;

    /** The same, if the failure is one that records hardly bring about by themselves. */
    private static final int PLAIN_SUSPICIONS = 4;

    private static final long FIRST_INTERVAL_NANOS = 1_000_000_000L;
    private static final long LONGEST_INTERVAL_NANOS = 10_000_000_000L;

    private long answers;
    private long spell;
    private int failures;
    private int records;
    private int unsuspected;
    private int fatal;
    private int fatalRecords;
    private long fatalSpell;
    private boolean outage;
    private boolean held;
    private long outageSince;
    private long interval;
    private long nextProbe;

    /** What one record has seen of the endpoint. For one thread at a time. */
    public static final class Witness {
        private long answers;
        private long spell;
        private int suspicions;
        private long fatalSpell;
        private long answersAtFirstFatal = -1;

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
        failures = 0;
        records = 0;
        unsuspected = 0;
        fatal = 0;
        fatalRecords = 0;
        outage = false;
        held = false;
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
        boolean othersAnswered = record.answers != answers;
        record.answers = answers;
        record.suspicions += othersAnswered ? 1 : 0;
        boolean suspect =
                record.suspicions >= (ambiguous ? AMBIGUOUS_SUSPICIONS : PLAIN_SUSPICIONS);
        count(record, suspect);
        boolean many = records >= FAILURES_OF_AN_OUTAGE;
        if (outage) {
            return suspect && !many ? Verdict.COUNTS : Verdict.EXCUSED;
        }
        boolean row = failures >= FAILURES_OF_AN_OUTAGE && (!ambiguous || unsuspected > 1);
        if (row || many) {
            outage = true;
            outageSince = now;
            beginToProbe(now);
            return Verdict.OUTAGE_BEGINS;
        }
        return ambiguous || othersAnswered || suspect ? Verdict.COUNTS : Verdict.EXCUSED;
    }

    private void count(Witness record, boolean suspect) {
        if (records == 0) {
            spell++;
        }
        boolean first = record.spell != spell;
        record.spell = spell;
        records += first ? 1 : 0;
        if (!suspect) {
            failures++;
            unsuspected += first ? 1 : 0;
        }
    }

    private void beginToProbe(long now) {
        interval = FIRST_INTERVAL_NANOS;
        nextProbe = now + interval;
    }

    /**
     * Notes that the account is used up: until somebody is answered again, one probe at a time must
     * do, though it is no outage.
     */
    public synchronized void hold(long now) {
        if (!held) {
            held = true;
            beginToProbe(now);
        }
    }

    /**
     * Notes a failure that every record would meet, unless it is this record's after all.
     *
     * @return whether it is confirmed: met three times in a row, by two records at least, with no
     *     answer in between
     */
    public synchronized boolean isConfirmed(Witness record) {
        if (fatal == 0) {
            fatalSpell++;
        }
        fatal++;
        if (record.fatalSpell != fatalSpell) {
            record.fatalSpell = fatalSpell;
            fatalRecords++;
        }
        if (record.answersAtFirstFatal < 0) {
            record.answersAtFirstFatal = answers;
        }
        return fatal >= CONFIRMATIONS && fatalRecords > 1;
    }

    /** Returns whether anybody was answered since the record first met such a failure. */
    public synchronized boolean othersAreSpared(Witness record) {
        return record.answersAtFirstFatal >= 0 && answers > record.answersAtFirstFatal;
    }

    /** Returns whether only probes may be sent. */
    public synchronized boolean isProbing() {
        return outage || held;
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
