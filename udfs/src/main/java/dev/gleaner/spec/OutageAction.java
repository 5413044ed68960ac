package dev.gleaner.spec;

/** What becomes of records while the endpoint answers nobody. */
public enum OutageAction {
    /** They wait until it answers again. */
    WAIT,
    /** They are dead letters after a while. */
    DEAD_LETTER,
    /** The job fails after a while. */
    FAIL
}
