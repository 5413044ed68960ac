package dev.gleaner.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.text.Json;

/** The names of JSON values that are no objects, for messages. */
final class NonObject {
    private NonObject() {}

    /** Returns the name of a value, which tells nothing of its content. */
    static String name(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a JSON array";
            case STRING ->
                    holdsJson(value.textValue())
                            ? "a JSON string that holds JSON (it was encoded twice)"
                            : "a JSON string";
            case NUMBER -> "a JSON number";
            case BOOLEAN -> "a JSON boolean";
            default -> "JSON's null";
        };
    }

    private static boolean holdsJson(String text) {
        try {
            return Json.read(text).isContainerNode();
        } catch (JsonProcessingException none) {
            return false;
        }
    }
}
