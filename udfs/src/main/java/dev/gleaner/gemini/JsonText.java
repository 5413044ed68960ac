package dev.gleaner.gemini;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gleaner.text.StorableText;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON of texts that were received, of which any may be malformed: what nobody can store is
 * replaced.
 */
final class JsonText {
    private JsonText() {}

    /** Appends a text in quotes. */
    static StringBuilder quote(CharSequence text, StringBuilder json) {
        json.append('"');
        JsonStringEncoder.getInstance()
                .quoteAsString((CharSequence) StorableText.of(text.toString()), json);
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
