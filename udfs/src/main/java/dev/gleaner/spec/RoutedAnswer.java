package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.prompt.FieldPath;
import dev.gleaner.schema.AnswerField;
import dev.gleaner.schema.AnswerFields;
import dev.gleaner.schema.ResponseSchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The answers of a job, for what is decided by their fields. An answer that is no object, as in
 * mode enum, is called {@code enrichment}.
 */
final class RoutedAnswer {
    private static final String WHOLE = "enrichment";

    private final AnswerFields fields;

    private RoutedAnswer(AnswerFields fields) {
        this.fields = fields;
    }

    /** Returns whether anything is known of answers in this mode. */
    static boolean isKnown(OutputMode mode) {
        return mode == OutputMode.SCHEMA || mode == OutputMode.FUNCTION || mode == OutputMode.ENUM;
    }

    static RoutedAnswer ofWords(List<String> words) {
        return new RoutedAnswer(AnswerFields.of(ResponseSchema.ofWords(words).validationSchema()));
    }

    /**
     * @throws dev.gleaner.schema.InvalidSchemaException if the schema cannot be used
     */
    static RoutedAnswer of(JsonNode schema, SchemaField field, List<String> models) {
        return new RoutedAnswer(
                AnswerFields.of(AnswerSchema.parse(schema, field, models).validationSchema()));
    }

    /**
     * Returns where a field is, as a JSON pointer.
     *
     * @throws IllegalArgumentException if this is no path
     */
    String pointer(String path) {
        boolean whole = !fields.haveParts() && path.equals(WHOLE);
        return whole ? "" : FieldPath.parse(path).toString();
    }

    Optional<AnswerField> find(String path) {
        return fields.at(pointer(path));
    }

    /** Returns what can be named on the uppermost level. */
    Set<String> names() {
        return fields.haveParts() ? fields.names() : Set.of(WHOLE);
    }
}
