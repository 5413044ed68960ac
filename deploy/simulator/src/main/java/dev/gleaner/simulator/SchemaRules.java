package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Gemini checks in a responseSchema beyond the names of its fields. Stateless. */
final class SchemaRules {

    private static final Set<String> TYPES =
            Set.of(
                    "TYPE_UNSPECIFIED",
                    "STRING",
                    "NUMBER",
                    "INTEGER",
                    "BOOLEAN",
                    "ARRAY",
                    "OBJECT",
                    "NULL");

    private SchemaRules() {}

    /** Adds what the parser refuses: a type that is in no list. */
    static void checkTypes(JsonNode schema, String path, List<Violation> found) {
        JsonNode type = schema.path("type");
        if (!type.isMissingNode() && !type.isArray() && !TYPES.contains(Json.upper(type))) {
            found.add(ScalarRules.invalid(path + ".type", ScalarRules.TYPES + "Type", type));
        }
        int i = 0;
        for (JsonNode property : schema.path("properties")) {
            checkTypes(property, path + ".properties[" + i++ + "].value", found);
        }
        i = 0;
        for (JsonNode alternative : Json.get(schema, "anyOf")) {
            checkTypes(alternative, path + ".any_of[" + i++ + "]", found);
        }
        if (schema.path("items").isObject()) {
            checkTypes(schema.path("items"), path + ".items", found);
        }
    }

    /**
     * Appends what the model refuses, one line each: lists without items, required names without a
     * property.
     */
    static void checkMeaning(JsonNode schema, String path, StringBuilder found) {
        String type = Json.upper(schema.path("type"));
        JsonNode properties = schema.path("properties");
        if (type.equals("OBJECT") && properties.isEmpty()) {
            line(found, path + ".properties: should be non-empty for OBJECT type");
        }
        if (type.equals("ARRAY") && !schema.path("items").isObject()) {
            line(found, path + ".items: missing field.");
        }
        int i = 0;
        for (JsonNode name : schema.path("required")) {
            if (!properties.has(name.asText())) {
                line(found, path + ".required[" + i + "]: property is not defined");
            }
            i++;
        }
        i = 0;
        for (JsonNode value : schema.path("enum")) {
            if (value.asText().isEmpty()) {
                line(found, path + ".enum[" + i + "]: cannot be empty");
            }
            i++;
        }
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            checkMeaning(
                    property.getValue(), path + ".properties[" + property.getKey() + "]", found);
        }
        if (schema.path("items").isObject()) {
            checkMeaning(schema.path("items"), path + ".items", found);
        }
    }

    private static void line(StringBuilder found, String text) {
        found.append(found.isEmpty() ? "* " : "\n* ").append(text);
    }
}
