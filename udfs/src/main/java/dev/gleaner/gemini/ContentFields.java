package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the parts of candidate 0 while they are parsed. Not thread-safe. */
final class ContentFields {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder(0);
    private final OtherParts others = new OtherParts();
    private final ReceivedParts received = new ReceivedParts();
    private int[] partStarts = new int[4];
    private int parts;
    private boolean anything;

    /** All text parts but thoughts. */
    String text() {
        return text.toString();
    }

    /** The same, still growing with each piece. */
    CharSequence textSoFar() {
        return text;
    }

    /** Returns where in the text each part begins, in characters. */
    int[] partStarts() {
        return Arrays.copyOf(partStarts, parts);
    }

    /** Whether there was any part that holds something, be it a thought. */
    boolean hasAnything() {
        return anything;
    }

    /** Returns what there is that is an answer besides text. */
    AnswerContent besidesText() {
        List<FunctionCall> functionCalls = others.functionCalls();
        List<Blob> blobs = others.blobs();
        return functionCalls.isEmpty() && blobs.isEmpty()
                ? AnswerContent.NONE
                : new AnswerContent(
                        functionCalls, blobs, functionCalls.isEmpty() ? null : received.content());
    }

    /** Returns all thoughts as one JSON string, or null if there are none. */
    byte @Nullable [] thoughts() {
        return thoughts.toString().isBlank() ? null : JsonText.quoted(thoughts);
    }

    byte @Nullable [] toolOutputs() {
        return others.toolOutputs();
    }

    /** Reads the Content at the parser, which reads {@code json}, or the next piece of it. */
    void read(JsonParser parser, byte[] json) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!name.equals("parts") || value != JsonToken.START_ARRAY) {
                parser.skipChildren();
                continue;
            }
            received.begin(parser);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                partBegins();
                if (parser.hasToken(JsonToken.START_OBJECT)) {
                    readPart(parser, json);
                } else {
                    int start = JsonSlice.offset(parser);
                    parser.skipChildren();
                    parser.finishToken();
                    received.leaveOut(parser, json, start);
                }
            }
            received.end(parser, json);
        }
    }

    private void partBegins() {
        if (parts == partStarts.length) {
            partStarts = Arrays.copyOf(partStarts, 2 * parts);
        }
        partStarts[parts++] = text.length();
    }

    private void readPart(JsonParser parser, byte[] json) throws IOException {
        int before = text.length();
        boolean thought = false;
        boolean empty = true;
        others.begin();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("text") && value == JsonToken.VALUE_STRING) {
                text.append(
                        parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            } else if (name.equals("thought")) {
                thought = parser.getValueAsBoolean(false);
            } else {
                others.read(name, parser, json);
            }
            parser.skipChildren();
            empty = false;
        }
        if (empty) {
            received.leaveOut(parser, json, emptyPartStart(parser, json));
        }
        anything |= text.length() > before;
        anything |= others.end(thought);
        if (thought) {
            thoughts.append(text, before, text.length());
            text.setLength(before);
        }
    }

    /** Nothing but white space is between the brackets. */
    private static int emptyPartStart(JsonParser parser, byte[] json) {
        int start = JsonSlice.offset(parser);
        while (json[start] != '{') {
            start--;
        }
        return start;
    }
}
