package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes the schema that Gemini is sent: its own keywords only, without the bounds that make it
 * refuse schemas ("too many states for serving"). Those go into the descriptions as {@link Notes}.
 *
 * <p>An {@code anyOf} is sent with nothing beside it, since Vertex refuses everything else there;
 * so null and the description are said in its branches.
 */
final class WireSchema {

    /** Any other format of a string is answered with a 400. */
    private static final Map<String, Set<String>> FORMATS =
            Map.of(
                    "string", Set.of("date-time"),
                    "integer", Set.of("int32", "int64"),
                    "number", Set.of("float", "double"));

    private final Problems problems;

    WireSchema(Problems problems) {
        this.problems = problems;
    }

    /** The wire form of a schema as {@link SchemaReader} returns it. */
    ObjectNode write(JsonNode schema, String pointer) {
        ObjectNode wire = JsonNodeFactory.instance.objectNode();
        if (!schema.isObject()) {
            problems.add(pointer, "true and false cannot be sent", "write what the value is");
            return wire;
        }
        Alternatives alternatives = Alternatives.of(schema, pointer, problems);
        List<ObjectNode> schemas = alternatives.schemas();
        if (schemas.size() == 1) {
            return single(schemas.get(0), alternatives.nullable(), pointer);
        }
        if (schemas.isEmpty()) {
            return alternatives.nullable() ? wire.put("type", "NULL") : wire;
        }
        ArrayNode anyOf = wire.putArray("anyOf");
        for (ObjectNode alternative : schemas) {
            anyOf.add(single(alternative, alternatives.nullable() && anyOf.isEmpty(), pointer));
        }
        return wire;
    }

    private ObjectNode single(ObjectNode schema, boolean nullable, String pointer) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        String type = schema.get("type").textValue();
        switch (type) {
            case "object" -> object(schema, pointer, details);
            case "array" -> details.set("items", items(schema, pointer));
            case "string" -> strings(schema, details);
            default -> {}
        }
        if (FORMATS.getOrDefault(type, Set.of()).contains(schema.path("format").asText())) {
            details.set("format", schema.get("format"));
        }
        if (type.equals("object") || type.equals("array")) {
            refuseEnum(schema, pointer);
        }
        ObjectNode wire = JsonNodeFactory.instance.objectNode();
        wire.put("type", type.toUpperCase(Locale.ROOT));
        Set<String> sent = new HashSet<>();
        details.fieldNames().forEachRemaining(sent::add);
        String description = Notes.describe(schema, sent);
        if (!description.isEmpty()) {
            wire.put("description", description);
        }
        if (nullable) {
            wire.put("nullable", true);
        }
        return wire.setAll(details);
    }

    private void object(ObjectNode schema, String pointer, ObjectNode wire) {
        JsonNode properties = schema.path("properties");
        if (properties.isEmpty()) {
            problems.add(
                    pointer,
                    "is an object without named properties, which Gemini does not take",
                    "name them, or write a list of objects with a key and a value");
            return;
        }
        ObjectNode written = wire.putObject("properties");
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            String at = Problems.child(Problems.child(pointer, "properties"), property.getKey());
            written.set(property.getKey(), write(property.getValue(), at));
        }
        Set<String> required = known("required", schema, pointer);
        if (!required.isEmpty()) {
            required.forEach(wire.putArray("required")::add);
        }
        Set<String> order = known("propertyOrdering", schema, pointer);
        properties.fieldNames().forEachRemaining(order::add);
        order.forEach(wire.putArray("propertyOrdering")::add);
    }

    private Set<String> known(String keyword, ObjectNode schema, String pointer) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode name : schema.path(keyword)) {
            if (schema.path("properties").has(name.textValue())) {
                names.add(name.textValue());
            } else {
                problems.add(
                        Problems.child(pointer, keyword),
                        "'" + name.textValue() + "' is not among the properties",
                        "define it or remove the name");
            }
        }
        return names;
    }

    /** A tuple is sent as a list of whatever may be in it. */
    private JsonNode items(ObjectNode schema, String pointer) {
        JsonNode items = schema.path("items");
        JsonNode prefix = schema.path("prefixItems");
        if (prefix.isEmpty()) {
            if (items.isObject()) {
                return write(items, Problems.child(pointer, "items"));
            }
            problems.add(pointer, "is an array of unknown items", "add \"items\" with a type");
            return items;
        }
        ObjectNode any = JsonNodeFactory.instance.objectNode();
        any.putArray("anyOf").addAll((ArrayNode) prefix);
        if (items.isObject()) {
            any.withArray("anyOf").add(items);
        }
        return write(any, Problems.child(pointer, "prefixItems"));
    }

    private static void strings(ObjectNode schema, ObjectNode wire) {
        if (!schema.has("enum")) {
            return;
        }
        Set<String> values = new LinkedHashSet<>();
        schema.get("enum").forEach(value -> values.add(value.textValue()));
        if (!values.contains("")) { // Gemini takes no empty string in an enum
            wire.put("format", "enum");
            values.forEach(wire.putArray("enum")::add);
        }
    }

    private void refuseEnum(ObjectNode schema, String pointer) {
        if (schema.has("enum")) {
            problems.add(
                    Problems.child(pointer, "enum"),
                    "objects and lists cannot be sent as enum values",
                    "describe them by properties or items");
        }
    }
}
