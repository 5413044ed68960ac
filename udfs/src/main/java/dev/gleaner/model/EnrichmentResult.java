package dev.gleaner.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one value a call ends as. It is a dead letter if {@code failure} is set, a tombstone if the
 * source record has no value, and enriched otherwise.
 *
 * @param source the record as it was read
 * @param enrichment the model's answer, one JSON document in UTF-8, or null
 * @param usageMetadata Gemini's usageMetadata as received, as JSON in UTF-8, or null; also present
 *     on failures that were billed
 * @param groundingMetadata Gemini's groundingMetadata as received, as JSON in UTF-8, or null
 * @param details what else the answers say, each name at most once
 * @param call what is known of the call
 * @param failure why there is no enrichment, or null
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record EnrichmentResult(
        SourceRecord source,
        byte @Nullable [] enrichment,
        byte @Nullable [] usageMetadata,
        byte @Nullable [] groundingMetadata,
        List<AnswerDetail> details,
        CallSummary call,
        @Nullable Failure failure) {

    /** Where the record lies and how it ended; never its content. */
    @Override
    public String toString() {
        return source + (failure == null ? " enriched" : " " + failure.kind());
    }
}
