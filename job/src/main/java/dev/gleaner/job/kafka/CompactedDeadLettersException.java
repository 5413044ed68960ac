package dev.gleaner.job.kafka;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Thrown when the dead-letter topic has become compacted since the job was submitted. Flink does
 * not restart the job: each restart would pay again for the calls that were in flight.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class CompactedDeadLettersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CompactedDeadLettersException(String topic) {
        super("The dead-letter topic cannot be used: " + message(topic));
    }

    /** Returns what is wrong with the topic, why, and how to fix it. */
    static String message(String topic) {
        return "the topic \""
                + topic
                + "\" is compacted: Kafka refuses records without a key there, and keeps only the"
                + " last dead letter of each key; set cleanup.policy=delete, or name another topic";
    }
}
