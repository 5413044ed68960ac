package dev.gleaner.job.kafka;

/** What errors of Kafka's clients say to people. */
final class KafkaErrors {
    private KafkaErrors() {}

    /** Returns the message of the innermost cause. */
    static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
