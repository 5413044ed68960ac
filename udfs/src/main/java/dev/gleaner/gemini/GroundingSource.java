package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A groundingChunk.
 *
 * @param kind {@code web}, {@code maps}, {@code image}, {@code retrievedContext} or what Google
 *     adds; empty if the chunk names no source, as happens
 * @param uri a string as received, often a redirect and not always a valid URI; or null
 * @param title or null
 */
record GroundingSource(String kind, @Nullable String uri, @Nullable String title) {
    private static final GroundingSource NONE = new GroundingSource("", null, null);

    /** Whether it names a source. */
    boolean isKnown() {
        return !kind.isEmpty();
    }

    /** Reads the value at the parser. */
    static GroundingSource read(JsonParser parser) throws IOException {
        GroundingSource source = NONE;
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            parser.skipChildren();
            return source;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String kind = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT && !source.isKnown()) {
                source = readKind(kind, parser);
            }
            parser.skipChildren();
        }
        return source;
    }

    private static GroundingSource readKind(String kind, JsonParser parser) throws IOException {
        String uri = null;
        String imageUri = null;
        String title = null;
        boolean empty = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            empty = false;
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                switch (name) {
                    case "uri", "sourceUri" -> uri = parser.getText();
                    case "imageUri" -> imageUri = parser.getText();
                    case "title" -> title = parser.getText();
                    default -> {
                        // stays in groundingMetadata
                    }
                }
            }
            parser.skipChildren();
        }
        return empty ? NONE : new GroundingSource(kind, uri == null ? imageUri : uri, title);
    }

    /** Writes it as an object. */
    void write(StringBuilder json) {
        JsonText.quote(kind, json.append("{\"kind\":"));
        if (uri != null) {
            JsonText.quote(uri, json.append(",\"uri\":"));
        }
        if (title != null) {
            JsonText.quote(title, json.append(",\"title\":"));
        }
        json.append('}');
    }
}
