package dev.gleaner.spec;

import java.time.Duration;

/** What becomes of records while the endpoint answers nobody. */
public record OutageSpec(
        @Option(
                        value =
                                "What becomes of records while the endpoint answers nobody: wait"
                                        + " (until it answers again), dead-letter or fail (the job"
                                        + " stops).",
                        defaultValue = "wait")
                OutageAction action,
        @Option(
                        value =
                                "How long a record waits before it is a dead letter, or an outage"
                                        + " may last before the job fails. Not with wait.",
                        defaultValue = "10 min",
                        min = "1 ms",
                        max = "7 d")
                Duration after) {}
