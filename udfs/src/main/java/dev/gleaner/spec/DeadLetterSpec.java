package dev.gleaner.spec;

import org.jspecify.annotations.Nullable;

/** The topic of dead letters, what they hold, and how many of them are too many. */
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
                boolean keepAnswer,
        @Option(
                        value =
                                "The job fails when more than this share of the last results of a"
                                        + " subtask are dead letters for the records' own faults,"
                                        + " such as 50 %. Without it no number is too many.",
                        min = "0 %",
                        max = "99.99 %")
                @Nullable Percentage stopAbove,
        @Option(
                        value =
                                "Number of results of a subtask that deadLetter.stopAbove is a"
                                        + " share of. Fewer results never stop the job.",
                        defaultValue = "100",
                        min = "1",
                        max = "1000000")
                int of) {}
