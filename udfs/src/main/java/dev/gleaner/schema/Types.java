package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** JSON Schema's type names, and which of them a schema or a value has. */
final class Types {

    static final String NULL = "null";

    /** In the order in which alternatives are sent. */
    static final List<String> ALL =
            List.of("object", "array", "string", "number", "integer", "boolean", NULL);

    private Types() {}

    /** The types that the keyword {@code type} names; none if it is absent. */
    static Set<String> declared(JsonNode schema) {
        return names(schema.path("type"));
    }

    /** What a value of the keyword {@code type} names. */
    static Set<String> names(JsonNode type) {
        Set<String> types = new LinkedHashSet<>();
        if (type.isTextual()) {
            types.add(type.textValue());
        }
        type.elements().forEachRemaining(name -> types.add(name.textValue()));
        return types;
    }

    /** The declared types, else those that the other keywords leave no doubt about. */
    static Set<String> of(JsonNode schema) {
        Set<String> types = declared(schema);
        if (!types.isEmpty()) {
            return types;
        }
        if (schema.has("enum")) {
            schema.get("enum").forEach(value -> types.add(ofValue(value)));
        } else if (schema.has("properties")) {
            types.add("object");
        } else if (schema.has("items") || schema.has("prefixItems")) {
            types.add("array");
        }
        return types;
    }

    static String ofValue(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case NUMBER -> value.canConvertToExactIntegral() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case NULL -> NULL;
            default -> "string";
        };
    }

    /** Whether a value is of the type; an integer is a number, too. */
    static boolean is(String type, JsonNode value) {
        String own = ofValue(value);
        return own.equals(type) || (own.equals("integer") && type.equals("number"));
    }

    /** How a schema declares these types. */
    static JsonNode node(Set<String> types) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (types.size() == 1) {
            return nodes.textNode(types.iterator().next());
        }
        ArrayNode all = nodes.arrayNode();
        types.forEach(all::add);
        return all;
    }

    static boolean contains(JsonNode values, JsonNode wanted) {
        for (JsonNode value : values) {
            if (value.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
