package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where the last object that is not empty lies in a body or its pieces. Not thread-safe.
 */
final class JsonSpan {
    private @Nullable JsonSlice last;

    /** Is told the name and value of a field, the parser standing at the value. */
    @FunctionalInterface
    interface FieldReader {
        void read(String name, JsonParser parser) throws IOException;
    }

    /**
     * Reads the object at the parser field by field and remembers it, unless it is empty.
     *
     * @param json what the parser reads
     * @return whether it is remembered
     */
    boolean read(JsonParser parser, byte[] json, FieldReader reader) throws IOException {
        int start = JsonSlice.offset(parser);
        boolean empty = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            reader.read(name, parser);
            parser.skipChildren();
            empty = false;
        }
        if (!empty) {
            last = new JsonSlice(json, start, (int) parser.currentLocation().getByteOffset());
        }
        return !empty;
    }

    /** Returns the object as compact JSON, or null if there was none. */
    byte @Nullable [] bytes() {
        return last == null ? null : last.compact();
    }
}
