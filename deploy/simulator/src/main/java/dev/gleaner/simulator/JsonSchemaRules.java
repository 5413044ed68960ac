package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Gemini checks in a responseJsonSchema: that it can be followed. Keywords that it does not
 * know are left alone, as Google says that they are. One use per schema.
 */
final class JsonSchemaRules {

    private static final Set<String> TYPES =
            Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL");
    private static final List<String> LISTS = List.of("anyOf", "oneOf", "prefixItems");
    private static final List<String> MAPS = List.of("properties", "$defs");

    private final JsonNode root;
    private final StringBuilder found;

    private JsonSchemaRules(JsonNode root, StringBuilder found) {
        this.root = root;
        this.found = found;
    }

    /** Appends what is wrong, one line each. */
    static void check(JsonNode schema, String path, StringBuilder found) {
        JsonSchemaRules rules = new JsonSchemaRules(schema, found);
        rules.check(schema, path);
        if (found.isEmpty()) {
            rules.checkEnds(schema, path, new HashSet<>());
        }
    }

    private void check(JsonNode schema, String path) {
        JsonNode type = schema.path("type");
        for (JsonNode each : type.isArray() ? type : List.of(type)) {
            if (!each.isMissingNode() && !TYPES.contains(Json.upper(each))) {
                line(path + ".type: unknown type " + each);
            }
        }
        String reference = schema.path("$ref").asText("");
        if (!reference.isEmpty()) {
            checkReference(schema, reference, path);
        }
        for (String name : LISTS) {
            int i = 0;
            for (JsonNode child : schema.path(name)) {
                check(child, path + "." + name + "[" + i++ + "]");
            }
        }
        for (String name : MAPS) {
            for (Map.Entry<String, JsonNode> child : schema.path(name).properties()) {
                check(child.getValue(), path + "." + name + "[" + child.getKey() + "]");
            }
        }
        for (String name : List.of("items", "additionalProperties")) {
            if (schema.path(name).isObject()) {
                check(schema.path(name), path + "." + name);
            }
        }
    }

    private void checkReference(JsonNode schema, String reference, String path) {
        if (SchemaReferences.target(root, reference).isMissingNode()) {
            line(path + ".$ref: reference to undefined schema at " + reference);
        }
        schema.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!name.startsWith("$")) {
                                line(path + ": $ref may not be used with " + name);
                            }
                        });
    }

    /** Finds values that would have to contain themselves. */
    private void checkEnds(JsonNode schema, String path, Set<String> open) {
        String reference = schema.path("$ref").asText("");
        if (!reference.isEmpty()) {
            if (!open.add(reference)) {
                line(path + ": recursion is only allowed in properties that are not required");
                return;
            }
            checkEnds(SchemaReferences.target(root, reference), path, open);
            open.remove(reference);
            return;
        }
        for (JsonNode name : schema.path("required")) {
            JsonNode property = schema.path("properties").path(name.asText());
            checkEnds(property, path + ".properties[" + name.asText() + "]", open);
        }
    }

    private void line(String text) {
        found.append(found.isEmpty() ? "* " : "\n* ").append(text);
    }
}
