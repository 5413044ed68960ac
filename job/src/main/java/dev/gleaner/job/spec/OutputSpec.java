package dev.gleaner.job.spec;

import com.fasterxml.jackson.databind.JsonNode;

/** The shape of the answer. {@code responseSchema} is a JSON object nobody may change. */
public record OutputSpec(
        @Option(
                        value =
                                "Schema of the answer: inline, or the path of a YAML or JSON file."
                                        + " Gemini's OpenAPI subset, or JSON Schema.",
                        required = "describe the answer by a schema, inline or in a file",
                        fromFile = true)
                JsonNode responseSchema) {}
