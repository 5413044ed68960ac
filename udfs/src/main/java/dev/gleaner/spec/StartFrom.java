package dev.gleaner.spec;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a job that has no state yet begins to read.
 *
 * @param position the kind of place
 * @param instant the instant if the position is one, else null
 */
public record StartFrom(Position position, @Nullable Instant instant) {

    /** The kinds of places. */
    public enum Position {
        /** The oldest record that is kept. */
        EARLIEST,
        /** After the newest record. */
        LATEST,
        /** The consumer group's committed offsets; the oldest record where there are none. */
        COMMITTED,
        /** The first record whose timestamp is the instant or later. */
        INSTANT
    }
}
