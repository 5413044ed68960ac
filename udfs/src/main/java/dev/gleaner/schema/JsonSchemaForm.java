package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a schema as Gemini takes it in {@code responseJsonSchema}: the subset of JSON Schema that
 * the API's reference lists, without the bounds that it refuses schemas for. It can say what the
 * OpenAPI subset cannot: maps, tuples, enums of numbers, schemas that contain themselves.
 */
final class JsonSchemaForm {
    private static final Set<String> COPIED =
            Set.of("type", "title", "required", "propertyOrdering");
    private static final Set<String> FORMATS = Set.of("date-time", "date", "time");
    private static final List<String> BELOW =
            List.of("items", "additionalProperties", "anyOf", "oneOf", "allOf");

    private final Problems problems;

    JsonSchemaForm(Problems problems) {
        this.problems = problems;
    }

    /** Returns whether a schema says what the OpenAPI subset cannot; recursion apart. */
    static boolean isNeeded(JsonNode schema) {
        return schema.has("prefixItems")
                || isMap(schema)
                || hasNumericEnum(schema)
                || isUntyped(schema.path("items"))
                || schema.path("properties").valueStream().anyMatch(JsonSchemaForm::isUntyped)
                || BELOW.stream().anyMatch(keyword -> isNeededBelow(schema.path(keyword)))
                || schema.path("properties").valueStream().anyMatch(JsonSchemaForm::isNeeded);
    }

    private static boolean isNeededBelow(JsonNode below) {
        return below.isArray()
                ? below.valueStream().anyMatch(JsonSchemaForm::isNeeded)
                : below.isObject() && isNeeded(below);
    }

    /** Returns whether a value can be anything, as far as its own schema says. */
    private static boolean isUntyped(JsonNode schema) {
        return schema.isObject()
                && Types.of(schema).isEmpty()
                && List.of("$ref", "anyOf", "oneOf", "allOf").stream().noneMatch(schema::has);
    }

    private static boolean isMap(JsonNode schema) {
        JsonNode more = schema.path("additionalProperties");
        return more.isObject() || (more.asBoolean() && schema.path("properties").isEmpty());
    }

    private static boolean hasNumericEnum(JsonNode schema) {
        return schema.path("enum").valueStream().anyMatch(JsonNode::isNumber);
    }

    /** The form for a schema as {@link SchemaReader} returns it. */
    ObjectNode write(JsonNode schema, String pointer) {
        if (!schema.isObject()) {
            problems.add(pointer, "true and false cannot be sent", "write what the value is");
            return JsonNodeFactory.instance.objectNode();
        }
        ObjectNode flat = new AllOf(problems).flatten(schema, pointer);
        JsonNode definitions = flat.remove("$defs");
        ObjectNode form = flat.has("$ref") ? reference(flat, pointer) : value(flat, pointer);
        if (definitions != null) {
            form.set("$defs", map(definitions, Problems.child(pointer, "$defs")));
        }
        return form;
    }

    /** Gemini takes nothing beside a reference. */
    private ObjectNode reference(ObjectNode flat, String pointer) {
        flat.remove(List.of("title", "description"));
        if (flat.size() > 1) {
            problems.add(
                    pointer,
                    "has more than a reference to what contains itself",
                    "write it into what is referred to");
        }
        return References.to(flat.path("$ref").asText());
    }

    private ObjectNode value(ObjectNode flat, String pointer) {
        if (flat.has("anyOf") && flat.has("oneOf")) {
            problems.add(pointer, "has both anyOf and oneOf", "keep one of them");
        }
        if (!flat.has("anyOf") && !flat.has("oneOf") && hasNullAmongOthers(flat)) {
            return orNull(flat, pointer);
        }
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : flat.properties()) {
            write(field.getKey(), field.getValue(), Problems.child(pointer, field.getKey()), form);
        }
        checkNames("required", form, pointer);
        checkNames("propertyOrdering", form, pointer);
        String description = description(flat, form);
        if (!description.isEmpty()) {
            form.put("description", description);
        }
        return form;
    }

    private void write(String keyword, JsonNode value, String pointer, ObjectNode form) {
        switch (keyword) {
            case "items" -> {
                if (value.isObject()) { // else it says no more than that nothing follows, or all
                    form.set(keyword, write(value, pointer));
                }
            }
            case "additionalProperties" ->
                    form.set(keyword, value.isBoolean() ? value : write(value, pointer));
            case "prefixItems" -> form.set(keyword, list(value, pointer));
            case "anyOf", "oneOf" -> {
                if (Alternatives.saysWhatItIs(value)) {
                    form.set("anyOf", list(value, pointer));
                }
            }
            case "enum" -> values(value, pointer, form);
            case "properties" -> form.set(keyword, map(value, pointer));
            case "format" -> {
                if (FORMATS.contains(value.asText())) {
                    form.set(keyword, value);
                }
            }
            default -> {
                if (COPIED.contains(keyword)) {
                    form.set(keyword, value);
                }
            }
        }
    }

    /** Gemini's enums are of strings and numbers; others are told in the description. */
    private void values(JsonNode values, String pointer, ObjectNode form) {
        if (values.valueStream().anyMatch(JsonNode::isContainerNode)) {
            problems.add(
                    pointer,
                    "objects and lists cannot be sent as enum values",
                    "describe them by properties or items");
        } else if (values.valueStream().allMatch(value -> value.isTextual() || value.isNumber())) {
            Set<JsonNode> once = new LinkedHashSet<>();
            values.forEach(once::add);
            form.putArray("enum").addAll(once);
        }
    }

    private static boolean hasNullAmongOthers(ObjectNode flat) {
        JsonNode values = flat.path("enum");
        return values.size() > 1
                && values.valueStream().anyMatch(JsonNode::isNull)
                && Types.of(flat).contains(Types.NULL);
    }

    /** Null cannot be among the values of an enum, so it becomes an alternative to it. */
    private ObjectNode orNull(ObjectNode flat, String pointer) {
        ObjectNode others = flat.deepCopy();
        ArrayNode values = others.putArray("enum");
        flat.get("enum").valueStream().filter(value -> !value.isNull()).forEach(values::add);
        Set<String> types = Types.declared(flat);
        types.remove(Types.NULL);
        if (!types.isEmpty()) {
            others.set("type", Types.node(types));
        }
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        form.putArray("anyOf").add(value(others, pointer)).addObject().put("type", Types.NULL);
        return form;
    }

    private void checkNames(String keyword, ObjectNode form, String pointer) {
        if (form.path("properties").isEmpty() || form.path("additionalProperties").isObject()) {
            return;
        }
        for (JsonNode name : form.path(keyword)) {
            if (!form.path("properties").has(name.textValue())) {
                problems.add(
                        Problems.child(pointer, keyword),
                        "'" + name.textValue() + "' is not among the properties",
                        "define it or remove the name");
            }
        }
    }

    private ObjectNode map(JsonNode schemas, String pointer) {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        schemas.properties()
                .forEach(
                        entry ->
                                map.set(
                                        entry.getKey(),
                                        write(
                                                entry.getValue(),
                                                Problems.child(pointer, entry.getKey()))));
        return map;
    }

    private ArrayNode list(JsonNode schemas, String pointer) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < schemas.size(); i++) {
            list.add(write(schemas.get(i), Problems.child(pointer, i)));
        }
        return list;
    }

    private static String description(ObjectNode flat, ObjectNode form) {
        Set<String> sent = new HashSet<>();
        form.fieldNames().forEachRemaining(sent::add);
        ObjectNode single = flat;
        if (flat.path("type").isArray()) {
            single = flat.deepCopy();
            for (JsonNode type : flat.get("type")) {
                if (!type.asText().equals(Types.NULL)) {
                    single.set("type", type);
                }
            }
        }
        return Notes.describe(single, sent);
    }
}
