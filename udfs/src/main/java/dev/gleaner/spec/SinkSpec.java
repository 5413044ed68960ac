package dev.gleaner.spec;

import java.util.List;

/** The topics of enriched records, and how all output topics are written. */
public record SinkSpec(
        @Option(
                        value = "Kafka brokers to connect to first, as host:port, with commas.",
                        sameAs = "source.bootstrapServers")
                String bootstrapServers,
        @Option(
                        value =
                                "Topic of the enriched records, which must exist. {{field}} stands"
                                        + " for a field of the answer that is one of some words, as"
                                        + " in tickets.{{category}}.",
                        required = "name the topic of the enriched records",
                        pattern = Topics.TEMPLATE)
                String topic,
        @Option("Other topics for some of the enriched records; the first that fits is taken.")
                List<RouteSpec> routes,
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
        @Option(
                        "Further properties of the Kafka producer, under Kafka's own names; secrets"
                                + " as {{env:NAME}} or {{file:/path}}.")
                ClientProperties properties) {

    /** Copies the list. */
    public SinkSpec {
        routes = List.copyOf(routes);
    }
}
