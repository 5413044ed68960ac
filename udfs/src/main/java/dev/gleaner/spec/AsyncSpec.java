package dev.gleaner.spec;

/**
 * How many records are in work at once, for the whole job. Each parallel subtask has an equal share
 * of each, at least 1.
 */
public record AsyncSpec(
        @Option(
                        value =
                                "Most records in work, those that wait for another attempt"
                                    + " included, for the whole job. Each parallel subtask has an"
                                    + " equal share, at least 1.",
                        defaultValue = "1000",
                        min = "1",
                        max = "1000000")
                int capacity,
        @Option(
                        value =
                                "Most HTTP requests at once, for the whole job. Each parallel"
                                        + " subtask has an equal share, at least 1.",
                        sameAs = "async.capacity",
                        min = "1",
                        max = "1000000")
                int limit,
        @Option(
                        value =
                                "none (a result leaves when it is there), key (in the order of"
                                        + " each key; one slow record holds up those of its key)"
                                        + " or source (in the order of each partition; one slow"
                                        + " record holds up the rest).",
                        defaultValue = "none")
                ResultOrder order) {}
