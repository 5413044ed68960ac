package dev.gleaner.benchmarks.process;

/**
 * What a job reads and writes.
 *
 * @param bootstrapServers the broker
 * @param source the topic with the records
 * @param enriched the topic of the results
 * @param deadLetters the topic of the failures
 */
public record Topics(String bootstrapServers, String source, String enriched, String deadLetters) {

    /** Returns names for a spec whose Kafka is never asked. */
    public static Topics none() {
        return new Topics("localhost:1", "none", "none-enriched", "none-dead");
    }
}
