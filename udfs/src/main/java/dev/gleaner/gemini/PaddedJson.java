package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import dev.gleaner.text.Json;
import java.io.IOException;

/**
 * A JSON object or array that is complete, with white space behind it that does not end: models
 * write it until they have spent maxOutputTokens.
 */
final class PaddedJson {
    private static final int LEAST_PADDING = 1_000;

    private PaddedJson() {}

    /** Returns whether a text is that. */
    static boolean is(CharSequence text) {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.length() - end >= LEAST_PADDING && isComplete(text.subSequence(0, end));
    }

    private static boolean isComplete(CharSequence json) {
        try (JsonParser parser = Json.documents().createParser(json.toString())) {
            boolean isContainer =
                    parser.nextToken() != null && parser.currentToken().isStructStart();
            parser.skipChildren();
            return isContainer && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
