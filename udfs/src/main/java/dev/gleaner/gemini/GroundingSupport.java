package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** A groundingSupport: what it says it supports, and by what. Not thread-safe. */
final class GroundingSupport {
    private static final int NO_INDEX = -1;

    private final Set<Integer> chunks = new LinkedHashSet<>();
    private int part;
    private int start;
    private String text = "";

    /** Returns the index of the part in which {@link #start} counts; 0 if not said. */
    int part() {
        return part;
    }

    /**
     * Returns where the supported text begins, in bytes of UTF-8; 0 if not said. It is not always
     * right.
     */
    int start() {
        return start;
    }

    /** Returns the supported text, empty if not said. */
    String text() {
        return text;
    }

    /** Returns the indices of groundingChunks in order, once each; some may not exist. */
    Set<Integer> chunks() {
        return chunks;
    }

    /** Whether it supports nothing: millions of those fit into an answer. */
    boolean isEmpty() {
        return text.isEmpty() && chunks.isEmpty();
    }

    /** Reads the object at the parser. */
    void read(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("segment") && value == JsonToken.START_OBJECT) {
                readSegment(parser);
            } else if (name.equals("groundingChunkIndices") && value == JsonToken.START_ARRAY) {
                readChunks(parser);
            }
            parser.skipChildren();
        }
    }

    private void readSegment(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "partIndex" -> part = WholeNumber.readInt(parser, 0);
                case "startIndex" -> start = WholeNumber.readInt(parser, 0);
                case "text" -> text = value == JsonToken.VALUE_STRING ? parser.getText() : text;
                default -> {
                    // endIndex follows from the text
                }
            }
            parser.skipChildren();
        }
    }

    private void readChunks(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int index = WholeNumber.readInt(parser, NO_INDEX);
            if (index != NO_INDEX) {
                chunks.add(index);
            }
            parser.skipChildren();
        }
    }
}
