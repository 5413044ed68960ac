package dev.gleaner.spec;

/** The reaction to records that Kafka deleted before the job read them. */
public enum DataLoss {
    /** The job goes on at the oldest record that is there, and counts the missing ones. */
    CONTINUE,
    /** The job fails, and is not restarted. */
    FAIL
}
