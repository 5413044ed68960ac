package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads numbers that are counts or places, which proto3 writes as numbers or as strings. */
final class WholeNumber {
    private static final int MAX_DIGITS = 18;

    /** The smallest number of more digits: a sum of a few below it is still a long. */
    private static final long TOO_MANY = 1_000_000_000_000_000_000L;

    private WholeNumber() {}

    /** Returns the number at the parser, if it is whole, not negative and not absurd. */
    static long read(JsonParser parser, long otherwise) throws IOException {
        if (!parser.currentToken().isScalarValue()) {
            return otherwise;
        }
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long number = parser.getLongValue();
            return number >= 0 && number < TOO_MANY ? number : otherwise;
        }
        String text = parser.getText();
        boolean whole =
                !text.isEmpty()
                        && text.length() <= MAX_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return whole ? Long.parseLong(text) : otherwise;
    }

    /** The same for what is at most {@link Integer#MAX_VALUE}, which also stands for more. */
    static int readInt(JsonParser parser, int otherwise) throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, read(parser, otherwise));
    }
}
