package dev.gleaner.job.kafka;

import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** What errors of Kafka's clients say to people. */
final class KafkaErrors {
    private KafkaErrors() {}

    /** Returns whether a broker was reached that did not let the client in, or is not trusted. */
    static boolean isRefusal(Throwable error) {
        return ExceptionUtils.findThrowable(error, AuthenticationException.class).isPresent()
                || ExceptionUtils.findThrowable(error, AuthorizationException.class).isPresent();
    }

    /** Returns the message of the innermost cause. */
    static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
