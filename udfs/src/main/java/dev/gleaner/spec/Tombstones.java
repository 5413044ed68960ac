package dev.gleaner.spec;

/** What becomes of records without a value. */
public enum Tombstones {
    /** They go to the sink as they are. */
    PASS,
    /** They end here. */
    DROP
}
