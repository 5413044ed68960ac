package dev.gleaner.enrich;

import java.io.Serializable;
import java.util.Objects;

/**
 * The conditions under which failures of records stop the job.
 *
 * @param action what the job does when no record is accepted
 * @param stopAbove the largest share of dead letters among the last results, from 0 to 1; 1 for any
 * @param of the number of results that the share is taken of, at least 1
 */
public record StopSettings(Action action, double stopAbove, int of) implements Serializable {
    /** Every failed record is a dead letter, and none stops the job. */
    public static final StopSettings NONE = new StopSettings(Action.DEAD_LETTER, 1, 1);

    /** The reaction of the job when no record is accepted. */
    public enum Action {
        /** The job fails. */
        FAIL,
        /** The job sends one record now and then, until one is accepted. */
        HOLD,
        /** The job goes on; the records are dead letters. */
        DEAD_LETTER
    }

    public StopSettings {
        Objects.requireNonNull(action, "action");
        if (of < 1) {
            throw new IllegalArgumentException("deadLetter.of must be at least 1, not " + of);
        }
    }

    boolean isNone() {
        return action == Action.DEAD_LETTER && stopAbove >= 1;
    }
}
