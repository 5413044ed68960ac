package dev.gleaner.spec;

/** The topic of dead letters, and what they hold. */
public record DeadLetterSpec(
        @Option(
                        value = "Topic of the records that could not be enriched. It must exist.",
                        required = "name the topic of the records that could not be enriched",
                        pattern = Topics.NAME)
                String topic,
        @Option(
                        value =
                                "If true, a dead letter keeps the answer that was rejected: the"
                                        + " header gleaner-answer has its first 256 KiB, compressed"
                                        + " by gzip. An answer is content.",
                        defaultValue = "false")
                boolean keepAnswer) {}
