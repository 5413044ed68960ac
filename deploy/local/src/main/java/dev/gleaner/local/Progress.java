package dev.gleaner.local;

import java.util.Locale;

/**
 * Where a run stands.
 *
 * @param total records loaded
 * @param read records that the source has given out
 * @param enriched records seen in the enriched topic
 * @param deadLettered records seen in the dead-letter topic
 * @param inFlight records that wait for an answer
 * @param tokens tokens billed, as usageMetadata says
 * @param elapsedMillis since the job was submitted
 */
record Progress(
        long total,
        long read,
        long enriched,
        long deadLettered,
        long inFlight,
        long tokens,
        long elapsedMillis) {

    /** Records finished a second, over the whole run so far. */
    double recordsPerSecond() {
        return elapsedMillis == 0 ? 0 : (enriched + deadLettered) * 1000.0 / elapsedMillis;
    }

    /** One line, without a line break. */
    String line() {
        return String.format(
                Locale.ROOT,
                "read %,d of %,d · enriched %,d · dead letters %,d · in flight %,d"
                        + " · %,.0f records/s · %,d tokens",
                read,
                total,
                enriched,
                deadLettered,
                inFlight,
                recordsPerSecond(),
                tokens);
    }
}
