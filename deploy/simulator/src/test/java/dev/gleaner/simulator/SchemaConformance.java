package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plain reading of Gemini's schema subset, written apart from the simulator's own. */
final class SchemaConformance {

    private SchemaConformance() {}

    /** What is wrong with the value, one line each. */
    static List<String> violations(JsonNode schema, JsonNode value) {
        List<String> found = new ArrayList<>();
        check(schema, value, "$", found);
        return found;
    }

    private static void check(JsonNode schema, JsonNode value, String path, List<String> found) {
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (schema.has("anyOf")) {
            boolean any = false;
            for (JsonNode alternative : schema.get("anyOf")) {
                any |= violations(alternative, value).isEmpty();
            }
            expect(any, path + " fits no alternative: " + value, found);
            return;
        }
        switch (schema.path("type").asText().toLowerCase(Locale.ROOT)) {
            case "string" -> string(schema, value, path, found);
            case "integer" -> {
                expect(value.isIntegralNumber(), path + " is no integer: " + value, found);
                bounds(schema, value, path, found);
            }
            case "number" -> bounds(schema, value, path, found);
            case "boolean" -> expect(value.isBoolean(), path + " is no boolean: " + value, found);
            case "array" -> array(schema, value, path, found);
            case "object" -> object(schema, value, path, found);
            default -> found.add(path + " has an unknown type " + schema);
        }
    }

    private static void string(JsonNode schema, JsonNode value, String path, List<String> found) {
        expect(value.isTextual(), path + " is no string: " + value, found);
        int length = value.asText().codePointCount(0, value.asText().length());
        expect(
                length >= schema.path("minLength").asInt(0),
                path + " is too short: " + value,
                found);
        expect(
                length <= schema.path("maxLength").asInt(Integer.MAX_VALUE),
                path + " is too long: " + value,
                found);
        if (schema.has("enum")) {
            boolean any = false;
            for (JsonNode choice : schema.get("enum")) {
                any |= choice.equals(value);
            }
            expect(any, path + " is not in the enum: " + value, found);
        }
    }

    private static void bounds(JsonNode schema, JsonNode value, String path, List<String> found) {
        expect(value.isNumber(), path + " is no number: " + value, found);
        double number = value.asDouble();
        expect(
                number >= schema.path("minimum").asDouble(-Double.MAX_VALUE)
                        && number <= schema.path("maximum").asDouble(Double.MAX_VALUE),
                path + " is out of bounds: " + value + " for " + schema,
                found);
    }

    private static void array(JsonNode schema, JsonNode value, String path, List<String> found) {
        expect(value.isArray(), path + " is no array: " + value, found);
        expect(
                value.size() >= schema.path("minItems").asInt(0)
                        && value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE),
                path + " has a wrong size: " + value,
                found);
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            check(schema.get("items"), value.get(i), path + "[" + i + "]", found);
        }
    }

    private static void object(JsonNode schema, JsonNode value, String path, List<String> found) {
        expect(value.isObject(), path + " is no object: " + value, found);
        for (JsonNode name : schema.path("required")) {
            expect(value.has(name.asText()), path + " lacks " + name, found);
        }
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            JsonNode own = schema.path("properties").path(property.getKey());
            expect(own.isObject(), path + " has more than it may: " + property.getKey(), found);
            check(own, property.getValue(), path + "." + property.getKey(), found);
        }
    }

    private static void expect(boolean fine, String otherwise, List<String> found) {
        if (!fine) {
            found.add(otherwise);
        }
    }
}
