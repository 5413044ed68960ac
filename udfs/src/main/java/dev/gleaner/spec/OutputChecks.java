package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.schema.InvalidSchemaException;
import dev.gleaner.schema.ResponseSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What each form of answer needs. */
final class OutputChecks {
    private final SpecValues values;

    OutputChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        OutputMode mode = values.mode();
        if (mode == null) {
            return;
        }
        boolean needsSchema = mode == OutputMode.SCHEMA || mode == OutputMode.FUNCTION;
        if (needsSchema && !values.isGiven("output.responseSchema")) {
            values.add(
                    "output.responseSchema",
                    "is missing",
                    "describe the answer by a schema, inline or in a file, or set another mode");
        }
        onlyIn(needsSchema, "output.responseSchema", mode, "schema or function");
        onlyIn(needsSchema, "output.schemaField", mode, "schema or function");
        onlyIn(mode == OutputMode.FUNCTION, "output.function", mode, "function");
        onlyIn(mode == OutputMode.ENUM, "output.values", mode, "enum");
        onlyIn(mode == OutputMode.IMAGE, "attachments", mode, "image");
        if (mode == OutputMode.ENUM) {
            checkWords();
        } else if (mode == OutputMode.IMAGE) {
            checkImages();
        } else if (needsSchema) {
            checkSchema(mode);
        }
    }

    private void onlyIn(boolean useful, String path, OutputMode mode, String modes) {
        if (!useful && values.isGiven(path)) {
            values.add(
                    path,
                    "has no use in mode " + ScalarType.word(mode),
                    "set output.mode: " + modes + ", or remove it");
        }
    }

    private void checkWords() {
        List<?> words = values.get("output.values", List.class);
        if (!values.isGiven("output.values")) {
            values.add("output.values", "is missing", "list the words, as in values: [yes, no]");
        } else if (words != null) {
            Set<Object> seen = new HashSet<>();
            words.stream()
                    .filter(word -> !seen.add(word))
                    .forEach(
                            word ->
                                    values.add(
                                            "output.values",
                                            "has \"" + word + "\" twice",
                                            "keep one"));
        }
    }

    private void checkImages() {
        if (!values.isGiven("attachments")) {
            values.add(
                    "attachments.path",
                    "is missing, and mode image writes files",
                    "name a folder, such as s3://bucket/images");
        }
        for (SpecValues.Model model : values.models()) {
            if (model.family().isPresent() && !ModelFamily.makesImages(model.name())) {
                values.add(
                        model.path(),
                        "\"" + model.name() + "\" makes no images",
                        "name a model that does, such as gemini-2.5-flash-image");
            }
        }
    }

    private void checkSchema(OutputMode mode) {
        JsonNode schema = values.get("output.responseSchema", JsonNode.class);
        SchemaField field = values.get("output.schemaField", SchemaField.class);
        if (schema == null || field == null || !values.isGiven("output.responseSchema")) {
            return;
        }
        if (schema.isEmpty()) {
            values.add(
                    "output.responseSchema",
                    "says nothing of the answer",
                    "describe it, or set output.mode: json");
            return;
        }
        List<String> models = values.models().stream().map(SpecValues.Model::name).toList();
        models.stream()
                .filter(model -> field == SchemaField.RESPONSE_JSON_SCHEMA)
                .filter(ModelFamilies::refusesJsonSchema)
                .forEach(
                        model ->
                                values.add(
                                        "output.schemaField",
                                        model + " takes no responseJsonSchema",
                                        "set auto or response-schema"));
        try {
            ResponseSchema parsed = AnswerSchema.parse(schema, field, models);
            if (mode == OutputMode.FUNCTION && !isObject(parsed)) {
                values.add(
                        "output.responseSchema",
                        "describes no object, as the arguments of a function are one",
                        "write type: object with properties");
            }
        } catch (InvalidSchemaException invalid) {
            invalid.problems()
                    .forEach(
                            problem ->
                                    values.add(
                                            "output.responseSchema",
                                            problem.place() + ": " + problem.what(),
                                            problem.fix()));
        }
    }

    private static boolean isObject(ResponseSchema schema) {
        return schema.wireSchema().toLowerCase(Locale.ROOT).startsWith("{\"type\":\"object\"");
    }
}
