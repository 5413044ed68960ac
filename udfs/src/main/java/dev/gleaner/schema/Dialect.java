package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says in JSON Schema 2020-12 what OpenAPI 3.0, Gemini and older drafts say in other words. Applied
 * to a schema that is modern already it changes nothing.
 */
final class Dialect {

    private Dialect() {}

    static ObjectNode modernize(ObjectNode schema, String pointer, Problems problems) {
        lowerTypes(schema, pointer, problems);
        tupleItems(schema);
        exclusiveBound(schema, "exclusiveMinimum", "minimum");
        exclusiveBound(schema, "exclusiveMaximum", "maximum");
        splitDependencies(schema);
        constant(schema, pointer, problems);
        if (schema.path("format").asText().equals("enum")) { // says no more than enum itself
            schema.remove("format");
        }
        numbersAsStrings(schema);
        return nullable(schema);
    }

    private static void lowerTypes(ObjectNode schema, String pointer, Problems problems) {
        Set<String> types = new LinkedHashSet<>();
        for (String written : Types.declared(schema)) {
            String type = written.toLowerCase(Locale.ROOT);
            if (Types.ALL.contains(type)) {
                types.add(type);
            } else if (!type.equals("type_unspecified")) {
                problems.add(
                        Problems.child(pointer, "type"),
                        "'" + written + "' is no type",
                        "write one of " + String.join(", ", Types.ALL));
            }
        }
        if (types.isEmpty()) {
            schema.remove("type");
        } else {
            schema.set("type", Types.node(types));
        }
    }

    /** Until 2019-09 a list under {@code items} was what is called {@code prefixItems} now. */
    private static void tupleItems(ObjectNode schema) {
        JsonNode rest = schema.remove("additionalItems");
        if (schema.path("items").isArray()) {
            schema.set("prefixItems", schema.remove("items"));
            if (rest != null) {
                schema.set("items", rest);
            }
        }
    }

    /** In OpenAPI 3.0 and draft 4 it is a flag beside the bound. */
    private static void exclusiveBound(ObjectNode schema, String exclusive, String bound) {
        JsonNode flag = schema.path(exclusive);
        if (flag.isBoolean()) {
            schema.remove(exclusive);
            if (flag.booleanValue() && schema.has(bound)) {
                schema.set(exclusive, schema.remove(bound));
            }
        }
    }

    private static void splitDependencies(ObjectNode schema) {
        JsonNode dependencies = schema.remove("dependencies");
        if (dependencies == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : dependencies.properties()) {
            String keyword = entry.getValue().isArray() ? "dependentRequired" : "dependentSchemas";
            schema.withObjectProperty(keyword).set(entry.getKey(), entry.getValue());
        }
    }

    private static void constant(ObjectNode schema, String pointer, Problems problems) {
        JsonNode constant = schema.remove("const");
        if (constant == null) {
            return;
        }
        if (schema.has("enum") && !Types.contains(schema.get("enum"), constant)) {
            problems.add(
                    Problems.child(pointer, "const"), "is not in enum", "remove one of the two");
        }
        schema.putArray("enum").add(constant);
    }

    /** Gemini's enum holds strings only, so that numbers may have been written as such. */
    private static void numbersAsStrings(ObjectNode schema) {
        Set<String> types = Types.declared(schema);
        boolean numeric = types.contains("integer") || types.contains("number");
        if (!numeric || types.contains("string") || !schema.has("enum")) {
            return;
        }
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        for (JsonNode value : schema.get("enum")) {
            boolean number = value.isTextual() && value.textValue().matches("-?\\d{1,18}");
            numbers.add(number ? numbers.numberNode(Long.parseLong(value.textValue())) : value);
        }
        schema.set("enum", numbers);
    }

    private static ObjectNode nullable(ObjectNode schema) {
        JsonNode nullable = schema.remove("nullable");
        if (nullable == null || !nullable.booleanValue()) {
            return schema;
        }
        boolean simple =
                List.of("allOf", "anyOf", "oneOf", "not", "if").stream().noneMatch(schema::has);
        if (simple && schema.has("type")) {
            Set<String> types = Types.declared(schema);
            types.add(Types.NULL);
            schema.set("type", Types.node(types));
            if (schema.get("enum") instanceof ArrayNode values
                    && !Types.contains(values, values.nullNode())) {
                schema.set("enum", values.deepCopy().addNull());
            }
            return schema;
        }
        ObjectNode orNull = JsonNodeFactory.instance.objectNode();
        for (String text : List.of("title", "description")) {
            if (schema.has(text)) {
                orNull.set(text, schema.remove(text));
            }
        }
        orNull.putArray("anyOf").add(schema).addObject().put("type", Types.NULL);
        return orNull;
    }
}
