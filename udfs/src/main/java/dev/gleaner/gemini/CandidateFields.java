package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Collects what is needed of candidate 0 while it is parsed. Not thread-safe. */
final class CandidateFields {
    private final GroundingFields grounding = new GroundingFields();
    private final StringBuilder text = new StringBuilder();
    private boolean present;
    private boolean functionCall;
    private boolean content;
    private @Nullable String finishReason;

    /** Whether there was a candidate, even an empty one. */
    boolean isPresent() {
        return present;
    }

    /** All text parts but thoughts. */
    String text() {
        return text.toString();
    }

    /** The same, still growing with each piece. */
    CharSequence textSoFar() {
        return text;
    }

    /** Whether there was any part that holds something, be it a thought. */
    boolean hasContent() {
        return content;
    }

    boolean hasFunctionCall() {
        return functionCall;
    }

    @Nullable String finishReason() {
        return finishReason;
    }

    GroundingFields grounding() {
        return grounding;
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
            JsonToken value = parser.nextToken();
            if (name.equals("content") && value == JsonToken.START_OBJECT) {
                readContent(parser);
            } else if (name.equals("finishReason") && value == JsonToken.VALUE_STRING) {
                finishReason = parser.getText();
            } else if (name.equals("groundingMetadata") && value == JsonToken.START_OBJECT) {
                grounding.read(parser, json);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readContent(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!name.equals("parts") || value != JsonToken.START_ARRAY) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                readPart(parser);
            }
        }
    }

    private void readPart(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            parser.skipChildren();
            return;
        }
        int before = text.length();
        boolean thought = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("text") && value == JsonToken.VALUE_STRING) {
                text.append(
                        parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            } else if (name.equals("thought")) {
                thought = parser.getValueAsBoolean(false);
            } else {
                functionCall |= name.equals("functionCall");
            }
            parser.skipChildren();
        }
        content |= text.length() > before || functionCall;
        if (thought) {
            text.setLength(before);
        }
    }
}
