package dev.gleaner.gemini;

import dev.gleaner.model.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of itself. Failures have it too, as far as it was sent: they may be billed.
 *
 * @param modelVersion the model that answered, by its own word, or null
 * @param responseId the endpoint's id of the answer, or null
 * @param finishReason candidate 0's finishReason as it was spelt, or null
 * @param usageMetadata as received, as compact JSON in UTF-8, or null
 * @param groundingMetadata as received, as compact JSON in UTF-8, or null if absent or empty
 * @param usage what is billed of it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record AnswerMetadata(
        @Nullable String modelVersion,
        @Nullable String responseId,
        @Nullable String finishReason,
        byte @Nullable [] usageMetadata,
        byte @Nullable [] groundingMetadata,
        Usage usage) {

    /** Nothing known. */
    public static final AnswerMetadata NONE =
            new AnswerMetadata(null, null, null, null, null, Usage.NONE);
}
