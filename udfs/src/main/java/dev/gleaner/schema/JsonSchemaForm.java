package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes a schema as Gemini takes it in {@code responseJsonSchema}: the subset of JSON Schema that
 * the API's reference lists, without the bounds that it refuses schemas for. It can say what the
 * OpenAPI subset cannot: maps, tuples, enums of numbers.
 */
final class JsonSchemaForm {
    private static final Set<String> COPIED =
            Set.of("type", "title", "required", "propertyOrdering");
    private static final Set<String> FORMATS = Set.of("date-time", "date", "time");

    private JsonSchemaForm() {}

    /** Returns whether a schema says what the OpenAPI subset cannot. */
    static boolean isNeeded(JsonNode schema) {
        if (schema.has("prefixItems")
                || schema.path("additionalProperties").isObject()
                || hasNumericEnum(schema)) {
            return true;
        }
        for (String keyword : new String[] {"items", "anyOf", "oneOf"}) {
            JsonNode below = schema.path(keyword);
            if (below.isObject() && isNeeded(below)) {
                return true;
            }
            for (JsonNode one : below.isArray() ? below : JsonNodeFactory.instance.arrayNode()) {
                if (isNeeded(one)) {
                    return true;
                }
            }
        }
        for (JsonNode property : schema.path("properties")) {
            if (isNeeded(property)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasNumericEnum(JsonNode schema) {
        for (JsonNode value : schema.path("enum")) {
            if (value.isNumber()) {
                return true;
            }
        }
        return false;
    }

    /** The form for a schema as {@link SchemaReader} returns it. */
    static JsonNode write(JsonNode schema) {
        if (!(schema instanceof ObjectNode full)) {
            return schema;
        }
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : full.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "items", "additionalProperties" -> form.set(field.getKey(), write(value));
                case "prefixItems", "anyOf" -> form.set(field.getKey(), list(value));
                case "oneOf" -> form.set("anyOf", list(value));
                case "enum" -> form.set("enum", value);
                case "format" -> {
                    if (FORMATS.contains(value.asText())) {
                        form.set("format", value);
                    }
                }
                case "properties" -> {
                    ObjectNode properties = form.putObject("properties");
                    value.properties()
                            .forEach(p -> properties.set(p.getKey(), write(p.getValue())));
                }
                default -> {
                    if (COPIED.contains(field.getKey())) {
                        form.set(field.getKey(), value);
                    }
                }
            }
        }
        String description = description(full, form);
        if (!description.isEmpty()) {
            form.put("description", description);
        }
        return form;
    }

    private static ArrayNode list(JsonNode schemas) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        schemas.forEach(schema -> list.add(write(schema)));
        return list;
    }

    private static String description(ObjectNode full, ObjectNode form) {
        Set<String> sent = new HashSet<>();
        form.fieldNames().forEachRemaining(sent::add);
        ObjectNode single = full;
        if (full.path("type").isArray()) {
            single = full.deepCopy();
            for (JsonNode type : full.get("type")) {
                if (!type.asText().equals("null")) {
                    single.set("type", type);
                }
            }
        }
        return Notes.describe(single, sent);
    }
}
