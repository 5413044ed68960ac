package dev.gleaner.spec;

/** The action when no record is accepted. */
public enum NobodyAcceptedAction {
    /** The job fails. */
    FAIL,
    /** Calls wait, but for one now and then, until a record is accepted. */
    HOLD,
    /** The job goes on; the records are dead letters. */
    DEAD_LETTER
}
