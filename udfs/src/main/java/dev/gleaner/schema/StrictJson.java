package dev.gleaner.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Parses exactly one JSON document: no second one behind it, no property twice, nested no deeper
 * than Jackson allows (1,000 levels). Thread-safe.
 */
final class StrictJson {

    private static final String FENCE = "```";

    private final ObjectReader reader =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .reader();

    /** Returns {@link AnswerCheck.Valid} or {@link AnswerCheck.NotJson}. */
    AnswerCheck parse(String text) {
        String json = unfence(text);
        try {
            JsonNode node = reader.readTree(json);
            return node.isMissingNode()
                    ? new AnswerCheck.NotJson("the answer is empty")
                    : new AnswerCheck.Valid(json, node);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            long offset = at == null ? -1 : at.getCharOffset();
            String position = offset < 0 ? "" : ", at character " + offset + " of " + json.length();
            return new AnswerCheck.NotJson(cause(e) + position);
        }
    }

    /**
     * Without outer white space and without a Markdown fence, with or without a language's name.
     */
    static String unfence(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith(FENCE)) {
            return stripped;
        }
        int start = FENCE.length();
        while (start < stripped.length() && Character.isLetterOrDigit(stripped.charAt(start))) {
            start++;
        }
        boolean closed = stripped.length() - FENCE.length() >= start && stripped.endsWith(FENCE);
        int end = closed ? stripped.length() - FENCE.length() : stripped.length();
        return stripped.substring(start, end).strip();
    }

    /** In own words, as Jackson's message quotes the text. */
    private static String cause(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (e instanceof JsonEOFException || message.startsWith("Unexpected end-of-input")) {
            return "the JSON ends too early";
        }
        if (e instanceof StreamConstraintsException) {
            return "the JSON is nested too deeply or has too long a number or name";
        }
        if (e instanceof MismatchedInputException) {
            return "something follows the JSON document";
        }
        return message.startsWith("Duplicate field") ? "a property is there twice" : "not JSON";
    }
}
