package dev.gleaner.job.spec;

import org.jspecify.annotations.Nullable;

/** From what probability on answers about something harmful are withheld. */
public record SafetySpec(
        @Option(
                        value = "Gemini's HarmCategory.",
                        required = "name one such as HARM_CATEGORY_HARASSMENT")
                String category,
        @Option(
                        value = "Gemini's HarmBlockThreshold.",
                        required = "name one such as BLOCK_ONLY_HIGH")
                String threshold,
        @Option("Vertex AI's method: SEVERITY or PROBABILITY.") @Nullable String method) {}
