package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an answer must look like, in the two forms that a job needs. Immutable; the texts are
 * compact JSON, made to travel inside other settings.
 *
 * @param wireSchema what Gemini is sent as {@code generationConfig.responseSchema}: its OpenAPI
 *     subset, without the bounds that it refuses schemas for, which are told in the descriptions
 *     instead
 * @param validationSchema what the answer is checked against: JSON Schema 2020-12 with every
 *     constraint of the source and no references; for {@link AnswerValidator#forSchema}
 */
public record ResponseSchema(String wireSchema, String validationSchema) {

    /**
     * Reads a schema in Gemini's OpenAPI subset or in plain JSON Schema (2020-12 or an older
     * draft); the two may be mixed.
     *
     * <p>Kept for the check but not sent, as Gemini does not take them: {@code
     * additionalProperties}, {@code patternProperties}, {@code not}, {@code if}, {@code
     * uniqueItems}, {@code prefixItems}, {@code dependentRequired}, bounds of any kind, enums of
     * anything but strings.
     *
     * @param source the schema's root
     * @throws InvalidSchemaException if the schema cannot be used; the message has one line for
     *     each problem: its JSON pointer, what is wrong and what to do about it. Below a {@code
     *     $ref} a pointer may name the place of use
     */
    public static ResponseSchema parse(JsonNode source) {
        Problems problems = new Problems();
        JsonNode full = new SchemaReader(source, problems).read(source, "");
        problems.throwIfAny();
        ObjectNode wire = new WireSchema(problems).write(full, "");
        if (wire.path("type").asText().equals("NULL")) {
            problems.add("", "only null would be an answer", "write an object");
        }
        problems.throwIfAny();
        return new ResponseSchema(wire.toString(), withoutOrdering(full).toString());
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
