package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import dev.gleaner.text.StorableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A value, or some values with commas between, as they stand in what was received.
 *
 * @param json where they stand
 * @param start of the first byte
 * @param end behind the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
record JsonSlice(byte[] json, int start, int end) {

    /** Returns the offset of the token at the parser. */
    static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Passes over the object, array or number at the parser, which reads {@code json}. */
    static JsonSlice skip(JsonParser parser, byte[] json) throws IOException {
        int start = offset(parser);
        parser.skipChildren();
        return new JsonSlice(json, start, (int) parser.currentLocation().getByteOffset());
    }

    /** Returns what is between the brackets. */
    JsonSlice inner() {
        return new JsonSlice(json, start + 1, end - 1);
    }

    /** Whether there is nothing but white space. */
    boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (!CompactJson.isSpace(json[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns a copy without white space between tokens and without what nobody can store. */
    byte[] compact() {
        return StorableText.ofJson(CompactJson.copy(json, start, end));
    }

    /** Returns copies of them with commas between, and a text before and behind. */
    static byte[] join(String before, List<JsonSlice> slices, String behind) {
        List<byte[]> pieces = new ArrayList<>(2 * slices.size() + 2);
        pieces.add(JsonBytes.utf8(before));
        for (JsonSlice slice : slices) {
            if (pieces.size() > 1) {
                pieces.add(JsonBytes.COMMA);
            }
            pieces.add(slice.compact());
        }
        pieces.add(JsonBytes.utf8(behind));
        return JsonBytes.concat(pieces);
    }
}
