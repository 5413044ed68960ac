package dev.gleaner.model;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a call once it has ended, well or not.
 *
 * @param model the model asked for
 * @param modelVersion the model that answered, by its own word, or null if none did
 * @param responseId the endpoint's id of the last answer, or null
 * @param finishReason Gemini's finishReason of the last answer as it was spelt, or null
 * @param attempts HTTP exchanges begun, from 0 (the record itself was at fault)
 * @param elapsedMillis from the moment the record reached the function until its end
 * @param costNanoUsd what all attempts cost, in billionths of a US dollar, or null if the price is
 *     not known
 * @param promptFingerprint identifies prompt, schema and generationConfig, not the record
 */
public record CallSummary(
        String model,
        @Nullable String modelVersion,
        @Nullable String responseId,
        @Nullable String finishReason,
        int attempts,
        long elapsedMillis,
        @Nullable Long costNanoUsd,
        String promptFingerprint) {}
