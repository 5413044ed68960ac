package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gleaner.model.AnswerDetail;
import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.text.StorableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is needed of candidate 0 while it is parsed. Not thread-safe. */
final class CandidateFields {
    private final ContentFields content = new ContentFields();
    private final GroundingFields grounding = new GroundingFields();
    private final CitationFields citations = new CitationFields();
    private boolean present;
    private @Nullable String finishReason;
    private @Nullable JsonSlice safetyRatings;
    private @Nullable JsonSlice avgLogprobs;
    private @Nullable JsonSlice logprobsResult;

    /** Whether there was a candidate, even an empty one. */
    boolean isPresent() {
        return present;
    }

    ContentFields content() {
        return content;
    }

    @Nullable String finishReason() {
        return finishReason;
    }

    GroundingFields grounding() {
        return grounding;
    }

    /** Returns what there is besides content and grounding. */
    List<AnswerDetail> details() {
        List<AnswerDetail> details = new ArrayList<>();
        add(Name.THOUGHTS, content.thoughts(), details);
        add(Name.SOURCES, grounding.sources(content), details);
        add(Name.URL_CONTEXT_METADATA, grounding.urlContextBytes(), details);
        add(Name.TOOL_OUTPUTS, content.toolOutputs(), details);
        add(Name.SAFETY_RATINGS, compact(safetyRatings), details);
        add(Name.CITATION_METADATA, citations.bytes(), details);
        add(Name.AVG_LOGPROBS, compact(avgLogprobs), details);
        add(Name.LOGPROBS_RESULT, compact(logprobsResult), details);
        return List.copyOf(details);
    }

    private static void add(Name name, byte @Nullable [] json, List<AnswerDetail> details) {
        if (json != null) {
            details.add(new AnswerDetail(name, json));
        }
    }

    private static byte @Nullable [] compact(@Nullable JsonSlice slice) {
        return slice == null ? null : slice.compact();
    }

    /** Reads the value at the parser, which reads {@code json}, as the list of candidates. */
    void readList(JsonParser parser, byte[] json) throws IOException {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            parser.skipChildren();
            return;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == 0 && parser.hasToken(JsonToken.START_OBJECT)) {
                present = true;
                readCandidate(parser, json);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readCandidate(JsonParser parser, byte[] json) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            switch (parser.nextToken()) {
                case START_OBJECT -> readObject(name, parser, json);
                case START_ARRAY -> {
                    if (name.equals("safetyRatings")) {
                        safetyRatings = last(parser, json, safetyRatings);
                    }
                }
                case VALUE_STRING -> {
                    if (name.equals("finishReason")) {
                        finishReason = StorableText.of(parser.getText());
                    }
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    if (name.equals("avgLogprobs")) {
                        avgLogprobs = JsonSlice.skip(parser, json);
                    }
                }
                default -> {
                    // as if it were absent
                }
            }
            parser.skipChildren();
        }
    }

    private void readObject(String name, JsonParser parser, byte[] json) throws IOException {
        switch (name) {
            case "content" -> content.read(parser, json);
            case "groundingMetadata" -> grounding.read(parser, json);
            case "urlContextMetadata" -> grounding.readUrlContext(parser, json);
            case "citationMetadata" -> citations.read(parser, json);
            case "logprobsResult" -> logprobsResult = last(parser, json, logprobsResult);
            default -> {
                // not needed
            }
        }
    }

    /** Returns the value at the parser, unless it is empty. */
    static @Nullable JsonSlice last(JsonParser parser, byte[] json, @Nullable JsonSlice otherwise)
            throws IOException {
        JsonSlice value = JsonSlice.skip(parser, json);
        return value.inner().isBlank() ? otherwise : value;
    }
}
