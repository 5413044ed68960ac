package dev.gleaner.spec;

/** The topic of dead letters. */
public record DeadLetterSpec(
        @Option(
                        value = "Topic of the records that could not be enriched. It must exist.",
                        required = "name the topic of the records that could not be enriched",
                        pattern = Topics.NAME)
                String topic) {}
