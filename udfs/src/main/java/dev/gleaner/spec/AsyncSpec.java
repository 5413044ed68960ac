package dev.gleaner.spec;

import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

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
                                "Most memory that records in work hold, their requests and answers"
                                    + " included, for the whole job. It is an estimate. Each"
                                    + " parallel subtask has an equal share. The source pauses at"
                                    + " it. By default, each TaskManager gives a third of its heap,"
                                    + " in equal parts to its slots.",
                        min = "1 mb",
                        max = "1000 gb")
                @Nullable MemorySize maxBytes,
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
