package dev.gleaner.gemini;

import dev.gleaner.model.FailureKind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a candidate's finishReason. Sources: Google's and Vertex AI's enum values, and
 * Google's page on long decoding for {@code CONTINUATION}.
 */
public final class FinishReason {
    // The last one is what proxies make of OpenAI's.
    private static final Set<String> CUT = Set.of("MAX_TOKENS", "CONTINUATION", "LENGTH");
    private static final Set<String> NONE = Set.of("STOP", "FINISH_REASON_UNSPECIFIED", "");
    private static final Set<String> RECITED = Set.of("RECITATION", "IMAGE_RECITATION");
    private static final Set<String> BLOCKED =
            Set.of(
                    "SAFETY",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "NO_IMAGE");
    private static final Set<String> MISHAPS =
            Set.of(
                    "OTHER",
                    "MALFORMED_FUNCTION_CALL",
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MISSING_THOUGHT_SIGNATURE",
                    "MALFORMED_RESPONSE",
                    "ESCALATION");
    private static final Pattern NAME = Pattern.compile("\\w{1,60}");

    private FinishReason() {}

    /**
     * Returns what kind of failure the answer is, or null if it may be a success as far as can be
     * told without reading it. A reason that is absent or not known is no proof of anything, so
     * then the content decides; and so it does for an answer that was cut, perhaps behind its end.
     *
     * @param finishReason as it was spelt, or null
     * @param hasContent whether there is any text but white space, functionCall or file
     */
    static @Nullable FailureKind kind(@Nullable String finishReason, boolean hasContent) {
        String reason = name(finishReason);
        if (RECITED.contains(reason)) {
            return FailureKind.RECITATION;
        } else if (isBlocked(reason)) {
            return FailureKind.CONTENT_BLOCKED;
        } else if (MISHAPS.contains(reason)) {
            return FailureKind.UNEXPECTED_FINISH;
        } else if (hasContent) {
            return null;
        } else if (CUT.contains(reason)) {
            return FailureKind.TRUNCATED;
        }
        return NONE.contains(reason) ? FailureKind.EMPTY_ANSWER : FailureKind.UNEXPECTED_FINISH;
    }

    /** Returns whether the answer was cut, so that only its content can prove it complete. */
    public static boolean isCut(@Nullable String finishReason) {
        return CUT.contains(name(finishReason));
    }

    /** Returns whether the reason has a meaning that is not known here. */
    public static boolean isUnknown(@Nullable String finishReason) {
        String reason = name(finishReason);
        return !NONE.contains(reason)
                && !CUT.contains(reason)
                && !RECITED.contains(reason)
                && !isBlocked(reason)
                && !MISHAPS.contains(reason);
    }

    /** Returns the reason for messages, with what to do about it if that depends on it. */
    public static String shown(@Nullable String finishReason) {
        if (finishReason == null || !NAME.matcher(finishReason).matches()) {
            return finishReason == null ? "no finishReason" : "a finishReason that is no name";
        }
        return "finishReason "
                + finishReason
                + (name(finishReason).equals("CONTINUATION")
                        ? " (the model wants another request for the rest: set maxOutputTokens to"
                                + " at most 32768)"
                        : "");
    }

    private static boolean isBlocked(String reason) {
        return BLOCKED.contains(reason) || reason.startsWith("IMAGE_");
    }

    private static String name(@Nullable String finishReason) {
        return finishReason == null ? "" : finishReason.toUpperCase(Locale.ROOT);
    }
}
