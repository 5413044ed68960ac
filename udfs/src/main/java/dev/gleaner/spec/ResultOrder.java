package dev.gleaner.spec;

/** The order in which results leave. */
public enum ResultOrder {
    /** As they come. */
    NONE,
    /** Those of one key as their records were read; other keys overtake them. */
    KEY,
    /** As their records were read. */
    SOURCE
}
