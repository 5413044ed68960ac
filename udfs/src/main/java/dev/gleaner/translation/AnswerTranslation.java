package dev.gleaner.translation;

import dev.gleaner.enrich.OutputSettings;
import dev.gleaner.enrich.OutputSettings.Grounding;
import dev.gleaner.enrich.OutputSettings.Mode;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.schema.ResponseSchema;
import dev.gleaner.schema.ResponseSchema.Form;
import dev.gleaner.spec.AnswerSchema;
import dev.gleaner.spec.EnrichmentSpec;
import dev.gleaner.spec.FallbackSpec;
import dev.gleaner.spec.GroundingSpec;
import dev.gleaner.spec.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a spec says of the answer, in the terms of the function.
 *
 * @param output what it must be
 * @param format what the endpoint is told of its form
 * @param function the arguments' schema in mode function, else null
 */
record AnswerTranslation(
        OutputSettings output, AnswerFormat format, @Nullable ResponseSchema function) {

    /**
     * Translates a spec.
     *
     * @throws dev.gleaner.schema.InvalidSchemaException if the schema cannot be sent
     */
    static AnswerTranslation of(EnrichmentSpec spec) {
        OutputSpec output = spec.output();
        return switch (output.mode()) {
            case SCHEMA -> {
                ResponseSchema schema = schema(spec);
                yield new AnswerTranslation(
                        output(spec, Mode.SCHEMA, schema.validationSchema()),
                        schema.form() == Form.OPEN_API
                                ? AnswerFormat.schema(schema.wireSchema())
                                : AnswerFormat.jsonSchema(schema.wireSchema()),
                        null);
            }
            case FUNCTION -> {
                ResponseSchema schema = schema(spec);
                yield new AnswerTranslation(
                        output(spec, Mode.FUNCTION, schema.validationSchema()),
                        AnswerFormat.TEXT,
                        schema);
            }
            case ENUM -> {
                ResponseSchema words = ResponseSchema.ofWords(output.values());
                yield new AnswerTranslation(
                        output(spec, Mode.ENUM, words.validationSchema()),
                        AnswerFormat.enumeration(words.wireSchema()),
                        null);
            }
            case JSON ->
                    new AnswerTranslation(output(spec, Mode.JSON, null), AnswerFormat.JSON, null);
            case TEXT ->
                    new AnswerTranslation(output(spec, Mode.TEXT, null), AnswerFormat.TEXT, null);
            case IMAGE ->
                    new AnswerTranslation(output(spec, Mode.IMAGE, null), AnswerFormat.TEXT, null);
        };
    }

    private static ResponseSchema schema(EnrichmentSpec spec) {
        List<String> models = new ArrayList<>(List.of(spec.model().name()));
        spec.model().fallbacks().forEach(fallback -> models.add(fallback.name()));
        OutputSpec output = spec.output();
        return AnswerSchema.parse(output.responseSchema(), output.schemaField(), models);
    }

    private static OutputSettings output(EnrichmentSpec spec, Mode mode, @Nullable String schema) {
        GroundingSpec grounding = spec.grounding();
        Grounding wanted = Grounding.NONE;
        if (grounding != null) {
            wanted = grounding.required() ? Grounding.REQUIRED : Grounding.WANTED;
        }
        return new OutputSettings(mode, schema, keepsThoughts(spec), wanted);
    }

    private static boolean keepsThoughts(EnrichmentSpec spec) {
        return spec.thinking().includeThoughts()
                || spec.model().fallbacks().stream()
                        .map(FallbackSpec::thinking)
                        .anyMatch(own -> own != null && own.includeThoughts());
    }
}
