package dev.gleaner.spec;

/** One job, as its spec file describes it: valid, complete and with every default filled in. */
public record JobSpec(
        @Option(
                        value =
                                "Names the job. The consumer group and the prefix of transactional"
                                        + " ids are derived from it, so a new name starts anew.",
                        required = "give the job a name, such as \"bank-messages\"",
                        pattern = "[a-z0-9][a-z0-9._-]*")
                String name,
        @Option("Where the records come from.") SourceSpec source,
        @Inline EnrichmentSpec enrichment,
        @Option("Where enriched records go.") SinkSpec sink,
        @Option(
                        "Where the records go that could not be enriched. Same brokers, properties"
                                + " and delivery as the sink.")
                DeadLetterSpec deadLetter) {}
