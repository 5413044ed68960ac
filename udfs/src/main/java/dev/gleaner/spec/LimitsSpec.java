package dev.gleaner.spec;

import org.jspecify.annotations.Nullable;

/** The quotas of the endpoint, or the part of them that the job may use up. Null is no limit. */
public record LimitsSpec(
        @Option(
                        value =
                                "Most HTTP requests to model.name in a minute, for the whole job."
                                    + " Its fallbacks have quotas of their own, which they find.",
                        min = "1",
                        max = "1000000000000")
                @Nullable Long requestsPerMinute,
        @Option(
                        value = "Most prompt tokens for model.name in a minute, for the whole job.",
                        min = "1",
                        max = "1000000000000")
                @Nullable Long tokensPerMinute,
        @Option(
                        value =
                                "Most HTTP requests to model.name in a day, for the whole job. The"
                                    + " day begins at midnight Pacific time, as that of Google's"
                                    + " quotas does.",
                        min = "1",
                        max = "1000000000000")
                @Nullable Long requestsPerDay) {}
