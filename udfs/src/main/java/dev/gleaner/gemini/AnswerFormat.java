package dev.gleaner.gemini;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint is told of the answer's form.
 *
 * @param mimeType the responseMimeType, or null for none
 * @param schema the schema as JSON, or null for none
 * @param field the field of generationConfig that carries the schema
 */
public record AnswerFormat(@Nullable String mimeType, @Nullable String schema, SchemaField field)
        implements Serializable {

    /** Prose, or whatever the model chooses. */
    public static final AnswerFormat TEXT =
            new AnswerFormat(null, null, SchemaField.RESPONSE_SCHEMA);

    /** One JSON document of any shape. */
    public static final AnswerFormat JSON =
            new AnswerFormat("application/json", null, SchemaField.RESPONSE_SCHEMA);

    /** The two ways to send a schema. */
    public enum SchemaField {
        /** Gemini's OpenAPI subset. */
        RESPONSE_SCHEMA("responseSchema"),
        /** A subset of JSON Schema, which Gemini 2.5 and later take. */
        RESPONSE_JSON_SCHEMA("responseJsonSchema");

        private final String field;

        SchemaField(String field) {
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    /** JSON by a schema in Gemini's form. */
    public static AnswerFormat schema(String responseSchema) {
        return new AnswerFormat("application/json", responseSchema, SchemaField.RESPONSE_SCHEMA);
    }

    /** JSON by a schema in JSON Schema. */
    public static AnswerFormat jsonSchema(String responseJsonSchema) {
        return new AnswerFormat(
                "application/json", responseJsonSchema, SchemaField.RESPONSE_JSON_SCHEMA);
    }

    /** One of some words, without quotes. */
    public static AnswerFormat enumeration(String responseSchema) {
        return new AnswerFormat("text/x.enum", responseSchema, SchemaField.RESPONSE_SCHEMA);
    }
}
