package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gleaner.text.StorableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A file in a part, not decoded yet.
 *
 * @param mimeType as received
 * @param base64 its bytes: in the body itself, of which files are the largest part, or a copy if
 *     JSON had escaped some
 */
record InlineData(String mimeType, ByteBuffer base64) {
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    /** Reads the object at the parser, which reads {@code json}; null if it holds no data. */
    static @Nullable InlineData read(JsonParser parser, byte[] json) throws IOException {
        String mimeType = UNKNOWN_TYPE;
        ByteBuffer base64 = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("mimeType") && value == JsonToken.VALUE_STRING) {
                mimeType = StorableText.of(parser.getText());
            } else if (name.equals("data") && value == JsonToken.VALUE_STRING) {
                base64 = string(parser, json);
            }
            parser.skipChildren();
        }
        return base64 == null ? null : new InlineData(mimeType, base64);
    }

    private static ByteBuffer string(JsonParser parser, byte[] json) throws IOException {
        int start = JsonSlice.offset(parser) + 1;
        int end = start;
        while (end < json.length && json[end] != '"' && json[end] != '\\') {
            end++;
        }
        return end < json.length && json[end] == '"'
                ? ByteBuffer.wrap(json, start, end - start)
                : ByteBuffer.wrap(parser.getText().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the file, or null if it is empty or the data is no base64. */
    @Nullable Blob blob() {
        Base64.Decoder decoder = isUrlSafe() ? Base64.getUrlDecoder() : Base64.getDecoder();
        try {
            ByteBuffer decoded = decoder.decode(base64.duplicate());
            byte[] data = new byte[decoded.remaining()];
            decoded.get(data);
            return data.length == 0 ? null : new Blob(mimeType, data);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isUrlSafe() {
        for (int i = base64.position(); i < base64.limit(); i++) {
            byte b = base64.get(i);
            if (b == '-' || b == '_') {
                return true;
            }
        }
        return false;
    }
}
