package dev.gleaner.gemini;

import dev.gleaner.model.FailureKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What follows from a candidate's finishReason. Sources: Google's and Vertex AI's enum values. */
final class FinishReason {
    private FinishReason() {}

    /**
     * Returns what kind of failure the answer is, or null if it is a success as far as can be told
     * without reading it. A reason that is absent or not known is no proof of anything, so then the
     * content decides.
     *
     * @param finishReason as it was spelt, or null
     * @param hasContent whether there is any text but white space, functionCall or file
     */
    static @Nullable FailureKind kind(@Nullable String finishReason, boolean hasContent) {
        if (finishReason == null) {
            return hasContent ? null : FailureKind.EMPTY_ANSWER;
        }
        String reason = finishReason.toUpperCase(Locale.ROOT);
        return switch (reason) {
            case "STOP", "FINISH_REASON_UNSPECIFIED", "" ->
                    hasContent ? null : FailureKind.EMPTY_ANSWER;
            case "MAX_TOKENS" -> FailureKind.TRUNCATED;
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "NO_IMAGE" ->
                    FailureKind.CONTENT_BLOCKED;
            case "OTHER",
                    "MALFORMED_FUNCTION_CALL",
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MISSING_THOUGHT_SIGNATURE",
                    "MALFORMED_RESPONSE",
                    "ESCALATION" ->
                    FailureKind.UNEXPECTED_FINISH;
            default -> unknown(reason, hasContent);
        };
    }

    private static @Nullable FailureKind unknown(String reason, boolean hasContent) {
        if (reason.startsWith("IMAGE_")) {
            return FailureKind.CONTENT_BLOCKED;
        }
        return hasContent ? null : FailureKind.UNEXPECTED_FINISH;
    }
}
