package dev.gleaner.job.kafka;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.kafka.common.config.ConfigException;

/**
 * A secret of a Kafka client is not to be had where the client is made. A restart would find the
 * same, so that Flink does not try.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class KafkaSecretException extends ConfigException {
    private static final long serialVersionUID = 1L;

    KafkaSecretException(String reference, String problem) {
        super(
                "The secret "
                        + reference
                        + ", which a Kafka property refers to, "
                        + problem
                        + ". Give it to the job manager and to every task manager.");
    }
}
