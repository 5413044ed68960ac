package dev.gleaner.job.spec;

/** The order in which results leave. */
public enum ResultOrder {
    /** As they come. */
    NONE,
    /** As their records were read. */
    SOURCE
}
