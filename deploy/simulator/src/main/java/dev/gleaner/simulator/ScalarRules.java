package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.List;
import java.util.Set;

/**
 * What Google's parser checks in a scalar: its type, and for an enum the name. Fields that are not
 * there are fine. Stateless.
 */
final class ScalarRules {

    /** Before the name of a message or enum, where the parser names a type. */
    static final String TYPES = "type.googleapis.com/google.ai.generativelanguage.v1beta.";

    private ScalarRules() {}

    static void number(JsonNode parent, String name, String path, List<Violation> found) {
        JsonNode value = Json.get(parent, name);
        if (!value.isMissingNode() && !isNumber(value)) {
            found.add(invalid(path + "." + Json.snake(name), "TYPE_FLOAT", value));
        }
    }

    static void int32(JsonNode parent, String name, String path, List<Violation> found) {
        JsonNode value = Json.get(parent, name);
        boolean fine =
                isNumber(value)
                        && value.asDouble() == Math.rint(value.asDouble())
                        && Math.abs(value.asDouble()) <= 1L << 31;
        if (!value.isMissingNode() && !fine) {
            found.add(invalid(path + "." + Json.snake(name), "TYPE_INT32", value));
        }
    }

    static void bool(JsonNode parent, String name, String path, List<Violation> found) {
        JsonNode value = Json.get(parent, name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            found.add(invalid(path + "." + Json.snake(name), "TYPE_BOOL", value));
        }
    }

    static void string(JsonNode parent, String name, String path, List<Violation> found) {
        JsonNode value = Json.get(parent, name);
        if (!value.isMissingNode() && !value.isTextual()) {
            found.add(invalid(path + "." + Json.snake(name), "TYPE_STRING", value));
        }
    }

    /** Names in another case are fine too, as they are to Google. */
    static void enumName(
            JsonNode parent,
            String name,
            String path,
            String type,
            Set<String> names,
            List<Violation> found) {
        JsonNode value = Json.get(parent, name);
        if (!value.isMissingNode() && !names.contains(Json.upper(value))) {
            found.add(invalid(path + "." + Json.snake(name), TYPES + type, value));
        }
    }

    static Violation invalid(String path, String type, JsonNode value) {
        return new Violation(path, "Invalid value at '" + path + "' (" + type + "), " + value);
    }

    private static boolean isNumber(JsonNode value) {
        if (!value.isTextual()) {
            return value.isNumber();
        }
        try {
            return Double.isFinite(Double.parseDouble(value.asText()));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
