package dev.gleaner.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gleaner.text.ByteOrderMark;
import dev.gleaner.text.Json;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The mask for a record's short values in what an endpoint says, such as a name or a number of four
 * characters or more. Longer ones have been found by comparing stretches. A word in lower case is
 * left, since it says little of anybody and much of what went wrong.
 */
final class FieldMask {
    private static final int SHORTEST = 4;
    private static final int LONGEST = 64;
    private static final String MASK = "***";
    private static final Pattern WORD = Pattern.compile("[a-z_-]*");

    private FieldMask() {}

    /**
     * Returns the text without the values of a record.
     *
     * @param record its bytes; if they are no JSON, those values that come before the fault
     */
    static String masked(String text, byte[] record) {
        String masked = text;
        try (JsonParser parser = Json.documents().createParser(ByteOrderMark.without(record))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue() && !token.isBoolean() && isShort(parser)) {
                    masked = without(parser.getText().strip(), masked);
                }
            }
        } catch (IOException e) {
            return masked;
        }
        return masked;
    }

    private static boolean isShort(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        return length >= SHORTEST && length <= LONGEST;
    }

    private static String without(String value, String text) {
        if (value.length() < SHORTEST || WORD.matcher(value).matches()) {
            return text;
        }
        String left = text;
        for (int at = left.indexOf(value); at >= 0; at = left.indexOf(value, at)) {
            int end = at + value.length();
            boolean isPart =
                    (at > 0 && Character.isLetterOrDigit(left.charAt(at - 1)))
                            || (end < left.length() && Character.isLetterOrDigit(left.charAt(end)));
            if (!isPart) {
                left = left.substring(0, at) + MASK + left.substring(end);
            }
            at += isPart ? 1 : MASK.length();
        }
        return left;
    }
}
