package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The shape of the answer. {@code responseSchema} is a JSON object nobody may change. */
public record OutputSpec(
        @Option(
                        value =
                                "Form of the answer: JSON by the schema, any JSON, text, one of"
                                        + " values, the arguments of a function, or images.",
                        defaultValue = "schema")
                OutputMode mode,
        @Option(
                        value =
                                "Schema of the answer, in modes schema and function: inline, or the"
                                    + " path of a YAML or JSON file. Gemini's OpenAPI subset, or"
                                    + " JSON Schema.",
                        fromFile = true)
                JsonNode responseSchema,
        @Option(
                        value =
                                "How the schema is sent; auto takes responseJsonSchema for what"
                                        + " responseSchema cannot say.",
                        defaultValue = "auto")
                SchemaField schemaField,
        @Option("The words of mode enum.") List<String> values,
        @Option("The function of mode function.") FunctionSpec function) {}
