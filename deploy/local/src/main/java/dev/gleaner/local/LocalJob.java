package dev.gleaner.local;

import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job as its spec describes it, ready to run against other addresses than the spec's. */
interface LocalJob {
    /** The topics that are read, in the spec's order; at least one. */
    List<String> sourceTopics();

    String enrichedTopic();

    String deadLetterTopic();

    /**
     * Submits the topology, bounded by what the topics hold now.
     *
     * @throws Exception as Flink declares it
     */
    JobClient submit(StreamExecutionEnvironment environment, Addresses addresses) throws Exception;

    /**
     * What takes the place of the spec's own addresses.
     *
     * @param bootstrapServers the local broker
     * @param endpoint where calls go
     */
    record Addresses(String bootstrapServers, Endpoint endpoint) {}
}
