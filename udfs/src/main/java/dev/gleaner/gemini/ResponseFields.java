package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gleaner.model.AnswerDetail;
import dev.gleaner.text.StorableText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is needed of a GenerateContentResponse while it is parsed. Not thread-safe. */
final class ResponseFields {
    private final CandidateFields candidate = new CandidateFields();
    private final UsageFields usage = new UsageFields();
    private boolean recognised;
    private @Nullable JsonSlice error;
    private boolean promptFeedback;
    private @Nullable String blockReason;
    private @Nullable JsonSlice promptRatings;
    private @Nullable String modelVersion;
    private @Nullable String responseId;

    /** Whether there was any field that only Gemini sends. */
    boolean isRecognised() {
        return recognised;
    }

    /** Returns the last {@code error} that is neither null nor empty, as JSON; or null. */
    byte @Nullable [] error() {
        return error == null ? null : error.compact();
    }

    /** Whether there was a promptFeedback that says anything. */
    boolean hasPromptFeedback() {
        return promptFeedback;
    }

    @Nullable String blockReason() {
        return blockReason;
    }

    CandidateFields candidate() {
        return candidate;
    }

    AnswerMetadata metadata() {
        return new AnswerMetadata(
                modelVersion,
                responseId,
                candidate.finishReason(),
                usage.bytes(),
                candidate.grounding().bytes(),
                candidate.grounding().status(),
                details(),
                usage.usage(candidate.grounding().searchQueries()),
                0);
    }

    private List<AnswerDetail> details() {
        // Of a prompt that was blocked, the ratings are all there is.
        return promptRatings == null || candidate.isPresent()
                ? candidate.details()
                : List.of(
                        new AnswerDetail(
                                AnswerDetail.Name.SAFETY_RATINGS, promptRatings.compact()));
    }

    /**
     * Reads the value at the parser as an answer, or as the next piece of one.
     *
     * @param json what the parser reads
     */
    void read(JsonParser parser, byte[] json) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            readField(name, parser, json);
            parser.skipChildren();
        }
    }

    private void readField(String name, JsonParser parser, byte[] json) throws IOException {
        boolean known = true;
        switch (name) {
            case "candidates" -> candidate.readList(parser, json);
            case "promptFeedback" -> readPromptFeedback(parser, json);
            case "usageMetadata" -> {
                if (parser.hasToken(JsonToken.START_OBJECT)) {
                    usage.read(parser, json);
                }
            }
            case "modelVersion" -> modelVersion = textOr(parser, modelVersion);
            case "responseId" -> responseId = textOr(parser, responseId);
            case "error" -> {
                readError(parser, json);
                known = false; // others have it, too
            }
            default -> known = false;
        }
        recognised |= known;
    }

    private void readError(JsonParser parser, byte[] json) throws IOException {
        if (parser.currentToken().isStructStart()) {
            error = CandidateFields.last(parser, json, error);
        } else if (parser.hasToken(JsonToken.VALUE_STRING) && !parser.getText().isBlank()) {
            error = JsonSlice.skip(parser, json);
        }
    }

    private void readPromptFeedback(JsonParser parser, byte[] json) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            promptFeedback = true;
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("blockReason")) {
                blockReason = textOr(parser, blockReason);
            } else if (name.equals("safetyRatings") && parser.hasToken(JsonToken.START_ARRAY)) {
                promptRatings = CandidateFields.last(parser, json, promptRatings);
            }
            parser.skipChildren();
        }
    }

    private static @Nullable String textOr(JsonParser parser, @Nullable String otherwise)
            throws IOException {
        return parser.hasToken(JsonToken.VALUE_STRING)
                ? StorableText.of(parser.getText())
                : otherwise;
    }
}
