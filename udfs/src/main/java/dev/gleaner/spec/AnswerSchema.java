package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.schema.InvalidSchemaException;
import dev.gleaner.schema.ResponseSchema;
import dev.gleaner.schema.ResponseSchema.Form;
import java.util.List;

/** The form in which models are sent a schema. */
public final class AnswerSchema {
    private AnswerSchema() {}

    /**
     * Reads a schema in a form that every one of some models takes.
     *
     * @throws InvalidSchemaException if it cannot be used, or not in this form
     */
    public static ResponseSchema parse(JsonNode schema, SchemaField field, List<String> models) {
        return switch (field) {
            case RESPONSE_SCHEMA -> ResponseSchema.parse(schema, Form.OPEN_API);
            case RESPONSE_JSON_SCHEMA -> ResponseSchema.parse(schema, Form.JSON_SCHEMA);
            case AUTO ->
                    models.stream().anyMatch(ModelFamilies::refusesJsonSchema)
                            ? ResponseSchema.parse(schema, Form.OPEN_API)
                            : ResponseSchema.parseForAny(schema);
        };
    }
}
