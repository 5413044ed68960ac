package dev.gleaner.model;

/**
 * Something an answer says besides the answer itself.
 *
 * @param name which
 * @param json its value as compact JSON in UTF-8; nobody writes to it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record AnswerDetail(Name name, byte[] json) {

    /** The details there are, and what they are called in an enriched record's {@code call}. */
    public enum Name {
        THOUGHTS("thoughts", "Summaries of the model's thoughts, as text."),
        GROUNDING("grounding", "GROUNDED, QUERIES_ONLY or NONE, if grounding was asked for."),
        SOURCES(
                "sources",
                "For each groundingSupport: the supported text, whether it was found in the answer,"
                        + " and its sources."),
        URL_CONTEXT_METADATA("urlContextMetadata", "Gemini's urlContextMetadata as received."),
        TOOL_OUTPUTS("toolOutputs", "The code that the model ran, and its outcome, in order."),
        TOOL_CALLS("toolCalls", "The functions that the model called, with their latency."),
        SAFETY_RATINGS("safetyRatings", "Gemini's safetyRatings as received."),
        CITATION_METADATA("citationMetadata", "Gemini's citationMetadata as received."),
        AVG_LOGPROBS("avgLogprobs", "Gemini's avgLogprobs."),
        LOGPROBS_RESULT("logprobsResult", "Gemini's logprobsResult as received."),
        ATTACHMENTS("attachments", "Files of the answer: uri, mimeType, size in bytes and sha256."),
        USAGES("usages", "If several answers were billed: the model and usageMetadata of each."),
        USAGE_ESTIMATED(
                "usageEstimated",
                "true if an answer did not say what it used, and costUsd rests on an estimate by"
                        + " length."),
        TIME_TO_FIRST_TOKEN(
                "timeToFirstTokenMillis", "From the last attempt's start to its first content.");

        private final String field;
        private final String meaning;

        Name(String field, String meaning) {
            this.field = field;
            this.meaning = meaning;
        }

        /** Returns the field's name in JSON. */
        public String field() {
            return field;
        }

        /** Returns one sentence for documentation. */
        public String meaning() {
            return meaning;
        }
    }
}
