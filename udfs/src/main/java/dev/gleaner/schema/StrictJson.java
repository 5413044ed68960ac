package dev.gleaner.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.gleaner.text.ByteOrderMark;
import dev.gleaner.text.Json;

/**
 * Parses exactly one JSON document: no second one behind it, no property twice, within the limits
 * of {@link Json}. Thread-safe.
 */
final class StrictJson {

    private static final String FENCE = "```";

    /** Returns {@link AnswerCheck.Valid} or {@link AnswerCheck.NotJson}. */
    AnswerCheck parse(String text) {
        String json = ByteOrderMark.without(unfence(ByteOrderMark.without(text.strip())));
        try {
            JsonNode node = Json.readStrictly(json);
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
            return "the JSON is nested too deeply or has too long a number";
        }
        if (e instanceof MismatchedInputException) {
            return "something follows the JSON document";
        }
        return message.startsWith("Duplicate field") ? "a property is there twice" : "not JSON";
    }
}
