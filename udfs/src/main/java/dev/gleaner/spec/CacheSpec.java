package dev.gleaner.spec;

import java.time.Duration;

/** The cachedContent that holds what all prompts share. */
public record CacheSpec(
        @Option(
                        value = "How long the endpoint keeps it; renewed while the job runs.",
                        defaultValue = "1 h",
                        min = "1 min",
                        max = "7 d")
                Duration ttl) {}
