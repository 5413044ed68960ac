package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What an answer must look like, in the two forms that a job needs. Immutable; the texts are
 * compact JSON, made to travel inside other settings.
 *
 * @param wireSchema what Gemini is sent, without the bounds that it refuses schemas for, which are
 *     told in the descriptions instead
 * @param validationSchema what the answer is checked against: JSON Schema 2020-12 with every
 *     constraint of the source, and references only to what contains itself; for {@link
 *     AnswerValidator#forSchema}
 * @param form the form of wireSchema
 */
public record ResponseSchema(String wireSchema, String validationSchema, Form form) {

    /** The forms that Gemini takes schemas in. */
    public enum Form {
        /** Its OpenAPI subset, as {@code responseSchema}: every model takes it. */
        OPEN_API,
        /** A subset of JSON Schema, as {@code responseJsonSchema}: Gemini 2.5 and later. */
        JSON_SCHEMA
    }

    /** Returns the schema of an answer that is one of some words. */
    public static ResponseSchema ofWords(List<String> words) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "STRING");
        words.forEach(schema.putArray("enum")::add);
        String wire = schema.toString();
        return new ResponseSchema(wire, schema.put("type", "string").toString(), Form.OPEN_API);
    }

    /**
     * Reads a schema and writes it in the form that can say all of it, OpenAPI if both can.
     *
     * @throws InvalidSchemaException as {@link #parse(JsonNode, Form)} does
     */
    public static ResponseSchema parseForAny(JsonNode source) {
        Problems problems = new Problems();
        SchemaReader reader = new SchemaReader(source, problems, true);
        JsonNode full = reader.read();
        problems.throwIfAny();
        boolean needed = reader.isRecursive() || JsonSchemaForm.isNeeded(full);
        return write(full, needed ? Form.JSON_SCHEMA : Form.OPEN_API, problems);
    }

    /** Reads a schema for models that take the OpenAPI subset. */
    public static ResponseSchema parse(JsonNode source) {
        return parse(source, Form.OPEN_API);
    }

    /**
     * Reads a schema in Gemini's OpenAPI subset or in plain JSON Schema (2020-12 or an older
     * draft); the two may be mixed.
     *
     * <p>Kept for the check but not sent, as Gemini does not take them: {@code
     * additionalProperties}, {@code patternProperties}, {@code not}, {@code if}, {@code
     * uniqueItems}, {@code prefixItems}, {@code dependentRequired}, bounds of any kind, enums of
     * anything but strings. JSON Schema also takes {@code additionalProperties}, {@code
     * prefixItems}, enums of numbers, and a schema that contains itself below a property that is
     * not required.
     *
     * @param source the schema's root
     * @param form the form to write
     * @throws InvalidSchemaException if the schema cannot be used; the message has one line for
     *     each problem: its JSON pointer, what is wrong and what to do about it. Below a {@code
     *     $ref} a pointer may name the place of use
     */
    public static ResponseSchema parse(JsonNode source, Form form) {
        Problems problems = new Problems();
        JsonNode full = new SchemaReader(source, problems, form == Form.JSON_SCHEMA).read();
        problems.throwIfAny();
        return write(full, form, problems);
    }

    private static ResponseSchema write(JsonNode full, Form form, Problems problems) {
        new Contradictions(problems).find(full, "");
        ObjectNode wire =
                form == Form.OPEN_API
                        ? new WireSchema(problems).write(full, "")
                        : new JsonSchemaForm(problems).write(full, "");
        if (wire.path("type").asText().equalsIgnoreCase("NULL")) {
            problems.add("", "only null would be an answer", "write an object");
        }
        problems.throwIfAny();
        return new ResponseSchema(wire.toString(), withoutOrdering(full).toString(), form);
    }

    private static JsonNode withoutOrdering(JsonNode full) {
        JsonNode copy = full.deepCopy();
        for (JsonNode holder : copy.findParents("propertyOrdering")) {
            if (holder.get("propertyOrdering").isArray()) { // else a property of that name
                ((ObjectNode) holder).remove("propertyOrdering");
            }
        }
        return copy;
    }
}
