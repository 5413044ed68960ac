package dev.gleaner.benchmarks.scenario;

/**
 * How long things take: long enough to be repeatable, or just long enough to see that they work.
 */
public record Pace(boolean quick) {

    /** Returns the seconds to take. */
    public double seconds(double full, double quickly) {
        return quick ? quickly : full;
    }

    /** Returns the records to take. */
    public long records(long full, long quickly) {
        return quick ? quickly : full;
    }
}
