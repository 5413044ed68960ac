package dev.gleaner.gemini;

import dev.gleaner.model.AnswerDetail;
import dev.gleaner.model.GroundingStatus;
import dev.gleaner.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of itself. Failures have it too, as far as it was sent: they may be billed.
 *
 * @param modelVersion the model that answered, by its own word, or null
 * @param responseId the endpoint's id of the answer, or null
 * @param finishReason candidate 0's finishReason as it was spelt, or null
 * @param usageMetadata as received, as compact JSON in UTF-8, or null
 * @param groundingMetadata as received, as compact JSON in UTF-8, or null if absent or empty
 * @param grounding what it rests on
 * @param details what is kept of it besides, as compact JSON: thoughts, toolOutputs, sources,
 *     urlContextMetadata, safetyRatings, citationMetadata, avgLogprobs, logprobsResult
 * @param usage what is billed of it
 * @param firstTokenNanos from the sending of the request to the first event with content, or 0 if
 *     the answer was not streamed
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record AnswerMetadata(
        @Nullable String modelVersion,
        @Nullable String responseId,
        @Nullable String finishReason,
        byte @Nullable [] usageMetadata,
        byte @Nullable [] groundingMetadata,
        GroundingStatus grounding,
        List<AnswerDetail> details,
        Usage usage,
        long firstTokenNanos) {

    /** Nothing known. */
    public static final AnswerMetadata NONE =
            new AnswerMetadata(
                    null, null, null, null, null, GroundingStatus.NONE, List.of(), Usage.NONE, 0);

    /** Returns the same of an answer that used something else. */
    public AnswerMetadata withUsage(Usage other) {
        return new AnswerMetadata(
                modelVersion,
                responseId,
                finishReason,
                usageMetadata,
                groundingMetadata,
                grounding,
                details,
                other,
                firstTokenNanos);
    }

    /** Returns the same of an answer whose first content came so much later than its request. */
    AnswerMetadata withFirstTokenNanos(long nanos) {
        return new AnswerMetadata(
                modelVersion,
                responseId,
                finishReason,
                usageMetadata,
                groundingMetadata,
                grounding,
                details,
                usage,
                nanos);
    }
}
