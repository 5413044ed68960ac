package dev.gleaner.job.spec;

/** The topic of enriched records, and how both output topics are written. */
public record SinkSpec(
        @Option(
                        value = "Kafka brokers to connect to first, as host:port, with commas.",
                        sameAs = "source.bootstrapServers")
                String bootstrapServers,
        @Option(
                        value = "Topic of the enriched records. It must exist.",
                        required = "name the topic of the enriched records",
                        pattern = Topics.NAME)
                String topic,
        @Option(
                        value =
                                "envelope (source, record, enrichment, usage and call side by side)"
                                        + " or merge (the record's own object plus mergeField).",
                        defaultValue = "envelope")
                Layout layout,
        @Option(
                        value = "Field that layout merge adds to the record's object.",
                        defaultValue = "enrichment")
                String mergeField,
        @Option(
                        value =
                                "at-least-once, or exactly-once by Kafka transactions that end with"
                                        + " Flink's checkpoints.",
                        defaultValue = "at-least-once")
                Delivery delivery,
        @Option("Further properties of the Kafka producer, under Kafka's own names.")
                ClientProperties properties) {}
