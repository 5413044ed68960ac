package dev.gleaner.benchmarks.series;

/**
 * What happened between two times.
 *
 * @param seconds how long, above 0
 * @param requests attempts that arrived
 * @param accepted attempts answered
 * @param rejected attempts refused
 */
public record Window(double seconds, double requests, double accepted, double rejected) {

    /** Returns the records that came out of the model in a second. */
    public double acceptedPerSecond() {
        return accepted / seconds;
    }

    /** Returns the attempts that arrived in a second. */
    public double requestsPerSecond() {
        return requests / seconds;
    }

    /** Returns the part of the finished attempts that was refused, from 0 to 1. */
    public double rejectedShare() {
        double finished = accepted + rejected;
        return finished == 0 ? 0 : rejected / finished;
    }

    /** Returns the finished attempts for each record, at least 1; 0 if no record came out. */
    public double attemptsPerRecord() {
        return accepted == 0 ? 0 : (accepted + rejected) / accepted;
    }
}
