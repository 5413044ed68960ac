package dev.gleaner.spec;

import org.jspecify.annotations.Nullable;

/** From what probability on answers about something harmful are withheld. */
public record SafetySpec(
        @Option(
                        value = "Gemini's HarmCategory.",
                        required = "name one such as HARM_CATEGORY_HARASSMENT")
                HarmCategory category,
        @Option(
                        value = "Gemini's HarmBlockThreshold.",
                        required = "name one such as BLOCK_ONLY_HIGH")
                HarmBlockThreshold threshold,
        @Option("What the threshold is of; Vertex AI only.") @Nullable HarmBlockMethod method) {}
