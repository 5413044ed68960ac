package dev.gleaner.gemini;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON of texts that were received, of which any may be malformed. A surrogate without its
 * other half, which UTF-8 cannot say, becomes a question mark.
 */
final class JsonText {
    private JsonText() {}

    /** Appends a text in quotes. */
    static StringBuilder quote(CharSequence text, StringBuilder json) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"');
    }

    /** Returns a text in quotes. */
    static byte[] quoted(CharSequence text) {
        return utf8(quote(text, new StringBuilder(text.length() + 16)));
    }

    static byte[] utf8(StringBuilder json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
