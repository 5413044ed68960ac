package dev.gleaner.spec;

import java.time.Duration;

/** How the delay between attempts grows. */
public record BackoffSpec(
        @Option(
                        value = "Delay before the second attempt.",
                        defaultValue = "1 s",
                        min = "1 ms",
                        max = "1 h")
                Duration initial,
        @Option(value = "Longest delay.", defaultValue = "60 s", min = "1 ms", max = "1 h")
                Duration max,
        @Option(
                        value = "What the delay is multiplied by each time.",
                        defaultValue = "2",
                        min = "1",
                        max = "10")
                double multiplier,
        @Option(
                        value = "The part of the delay that is left to chance.",
                        defaultValue = "0.5",
                        min = "0",
                        max = "1")
                double jitter) {}
