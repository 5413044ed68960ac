package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gleaner.model.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Collects usageMetadata while it is parsed. The last one counts; none are added up. */
final class UsageFields {
    private static final int MAX_DIGITS = 18;

    /** The smallest number of more digits: a sum of a few below it is still a long. */
    private static final long TOO_MANY = 1_000_000_000_000_000_000L;

    private final JsonSpan span = new JsonSpan();
    private long prompt;
    private long cached;
    private long candidates;
    private long thoughts;
    private long toolUse;
    private long total;

    /** Returns what is billed, with the searches that groundingMetadata tells of. */
    Usage usage(int searchQueries) {
        return new Usage(prompt, cached, candidates, thoughts, toolUse, total, searchQueries);
    }

    byte @Nullable [] bytes() {
        return span.bytes();
    }

    /** Reads the object at the parser, which reads {@code json}. */
    void read(JsonParser parser, byte[] json) throws IOException {
        prompt = 0;
        cached = 0;
        candidates = 0;
        thoughts = 0;
        toolUse = 0;
        total = 0;
        span.read(parser, json, this::readField);
    }

    private void readField(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "promptTokenCount" -> prompt = count(parser);
            case "cachedContentTokenCount" -> cached = count(parser);
            case "candidatesTokenCount" -> candidates = count(parser);
            case "thoughtsTokenCount" -> thoughts = count(parser);
            case "toolUsePromptTokenCount" -> toolUse = count(parser);
            case "totalTokenCount" -> total = count(parser);
            default -> {
                // kept in the copied bytes
            }
        }
    }

    /** Returns the whole number at the parser, which may be a string; 0 if it is none. */
    private static long count(JsonParser parser) throws IOException {
        if (!parser.currentToken().isScalarValue()) {
            return 0;
        }
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long number = parser.getLongValue();
            return number >= 0 && number < TOO_MANY ? number : 0;
        }
        String text = parser.getText();
        boolean whole =
                !text.isEmpty()
                        && text.length() <= MAX_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return whole ? Long.parseLong(text) : 0;
    }
}
