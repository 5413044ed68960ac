package dev.gleaner.spec;

/** What holds for records in the output topics after a failure. */
public enum Delivery {
    /** None is lost, some may be there twice. */
    AT_LEAST_ONCE,
    /** Each is there once, for consumers that read committed records only. */
    EXACTLY_ONCE
}
