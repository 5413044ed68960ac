package dev.gleaner.job.kafka;

import java.util.List;

/**
 * What Kafka's clients load only when they close. The job manager closes the class loader of a job
 * that has ended while the source's enumerator is still closing its client; that client's thread
 * then died of a class that it could not find, and its connections to the brokers stayed open for
 * as long as the job manager ran: two for each job that ended.
 */
final class ClosingClasses {
    private static final List<String> NAMES =
            List.of("org.apache.kafka.common.network.Selector$CloseMode");

    private ClosingClasses() {}

    /** Loads them by the class loader that Kafka's clients have, which is this class's. */
    static void load() {
        for (String name : NAMES) {
            try {
                Class.forName(name);
            } catch (ClassNotFoundException renamed) {
                throw new LinkageError("Kafka's clients have changed: no " + name, renamed);
            }
        }
    }
}
