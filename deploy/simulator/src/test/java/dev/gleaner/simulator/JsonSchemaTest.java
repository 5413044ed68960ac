package dev.gleaner.simulator;

import static dev.gleaner.simulator.Asked.GEMINI_3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {

    private static String body(String schema) {
        return Asked.text(
                "hello there",
                ",\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":"
                        + schema
                        + "}");
    }

    private static JsonNode answer(String schema) {
        JsonNode parts = Asked.parts(Asked.answer(GEMINI_3, body(schema)));
        return Caller.json(parts.get(0).path("text").asText());
    }

    @Test
    void randomSchemas_areAnsweredAsTheirOpenApiTwins() {
        long seed = System.nanoTime();
        System.out.println("JsonSchemaTest seed " + seed);
        RandomSchemas schemas = new RandomSchemas(new Random(seed));
        for (int i = 0; i < 500; i++) {
            JsonNode schema = schemas.next(3);
            JsonNode answer = answer(translated(schema.deepCopy()).toString());
            assertThat(SchemaConformance.violations(schema, answer))
                    .as("seed %d, schema %s, answer %s", seed, schema, answer)
                    .isEmpty();
        }
    }

    /** Lower case types, and a type array instead of nullable. */
    private static JsonNode translated(JsonNode schema) {
        if (schema instanceof ObjectNode node && node.path("type").isTextual()) {
            String type = node.path("type").asText().toLowerCase(Locale.ROOT);
            node.put("type", type);
            if (node.path("nullable").asBoolean()) {
                node.remove("nullable");
                ArrayNode types = node.putArray("type");
                types.add(type).add("null");
            }
        }
        schema.forEach(JsonSchemaTest::translated);
        return schema;
    }

    @Test
    void references_byPointerAnchorAndId_areFollowed() {
        JsonNode answer =
                answer(
                        """
                        {"$id":"https://example.org/s","type":"object","required":["a","b","c"],
                         "$defs":{"x":{"$anchor":"named","enum":["red"]}},
                         "properties":{"a":{"$ref":"#/$defs/x"},"b":{"$ref":"#named"},
                          "c":{"$ref":"https://example.org/s#/$defs/x"}}}\
                        """);
        assertThat(answer).isEqualTo(Caller.json("{\"a\":\"red\",\"b\":\"red\",\"c\":\"red\"}"));
    }

    @Test
    void recursion_inAPropertyThatIsNotRequired_ends() {
        JsonNode answer =
                answer(
                        """
                        {"type":"object","required":["name"],
                         "properties":{"name":{"type":"string"},"child":{"$ref":"#"}}}\
                        """);
        assertThat(answer.path("name").isTextual()).isTrue();
    }

    @Test
    void keywords_thatGeminiDoesNotKnow_areLeftAlone() {
        JsonNode answer =
                answer(
                        """
                        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                         "not":{"type":"string"},"allOf":[],"required":["a"],
                         "properties":{"a":{"type":"integer","exclusiveMinimum":3}},
                         "additionalProperties":false}\
                        """);
        assertThat(answer.path("a").isIntegralNumber()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"$ref\":\"#/$defs/no\"}|reference to undefined schema at #/$defs/no",
                "{\"$defs\":{\"a\":{\"type\":\"string\"}},\"$ref\":\"#/$defs/a\",\"type\":\"string\"}|$ref"
                    + " may not be used with type",
                "{\"type\":\"object\",\"required\":[\"me\"],\"properties\":{\"me\":{\"$ref\":\"#\"}}}|recursion"
                    + " is only allowed",
                "{\"type\":\"text\"}|unknown type \"text\"",
                "{\"type\":\"array\",\"items\":{\"type\":[\"string\",\"nil\"]}}|response_json_schema.items.type:"
                    + " unknown type"
            })
    void schema_thatCannotBeFollowed_isRefused(String schema, String why) {
        assertThat(Asked.refusal(GEMINI_3, body(schema))).contains(why);
    }

    @Test
    void schema_withoutJsonMode_orTwice_isRefused() {
        String schema = "{\"type\":\"string\"}";
        assertThat(Asked.refusal(GEMINI_3, body(schema).replace("application/json", "text/plain")))
                .contains("only supported with a response mime type");
        String both =
                body(schema)
                        .replace(
                                "\"responseJsonSchema\"",
                                "\"responseSchema\":{\"type\":\"STRING\"},\"responseJsonSchema\"");
        assertThat(Asked.refusal(GEMINI_3, both)).startsWith("Only one of");
    }

    @Test
    void vertexSchema_mayHaveReferences() throws RejectedRequestException {
        String config =
                Asked.text(
                        "x",
                        ",\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseSchema\":"
                            + "{\"type\":\"OBJECT\",\"defs\":{\"c\":{\"type\":\"STRING\",\"enum\":[\"red\"]}},"
                            + "\"properties\":{\"a\":{\"ref\":\"#/defs/c\"}},\"required\":[\"a\"],\"additionalProperties\":false}}");
        GenerateRequest request = Asked.decode(GEMINI_3, Dialect.VERTEX, config);
        assertThat(AnswerFactory.answer(request, null, 1).text()).isEqualTo("{\"a\":\"red\"}");
        assertThat(Asked.refusal(GEMINI_3, config)).contains("Unknown name \"defs\"");
    }
}
