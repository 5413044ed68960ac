package dev.gleaner.model;

/** Why a call goes on to the next model. */
public enum FallbackReason {
    /** The endpoint answers nobody. */
    OUTAGE,
    /** The endpoint does not know the model any more. */
    RETIREMENT,
    /** The model refused the prompt, or its answer was withheld. */
    BLOCKED
}
