package dev.gleaner.job.spec;

/** How many records are in work at once, for each parallel subtask. */
public record AsyncSpec(
        @Option(
                        value =
                                "Most records in work, those that wait for another attempt"
                                        + " included, for each parallel subtask.",
                        defaultValue = "100",
                        min = "1",
                        max = "100000")
                int capacity,
        @Option(
                        value = "Most HTTP requests at once, for each parallel subtask.",
                        sameAs = "async.capacity",
                        min = "1",
                        max = "100000")
                int limit,
        @Option(
                        value =
                                "none (a result leaves when it is there) or source (in the order"
                                        + " of each partition; one slow record holds up the rest).",
                        defaultValue = "none")
                ResultOrder order) {}
