package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchemaAnswerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void write_randomSchemas_answersConform() throws JsonProcessingException {
        long seed = System.nanoTime();
        System.out.println("SchemaAnswerTest seed " + seed);
        RandomSchemas schemas = new RandomSchemas(new Random(seed));
        for (int i = 0; i < 3000; i++) {
            JsonNode schema = schemas.next(3);
            JsonNode answer =
                    JSON.readTree(write(schema, "Prompt number " + i + " \ud83d\ude00 with words"));
            assertThat(SchemaConformance.violations(schema, answer))
                    .as("seed %d, schema %s, answer %s", seed, schema, answer)
                    .isEmpty();
        }
    }

    @Test
    void write_sameSchemaAndPrompt_sameAnswer() throws JsonProcessingException {
        JsonNode schema = new RandomSchemas(new Random(7)).next(4);
        assertThat(write(schema, "a text")).isEqualTo(write(schema.deepCopy(), "a text"));
    }

    @Test
    void write_enum_takesTheValueThatSharesWords() throws JsonProcessingException {
        JsonNode schema =
                JSON.readTree(
                        "{\"type\":\"STRING\",\"enum\":[\"lost_or_stolen_card\",\"card_arrival\",\"topUpFailed\"]}");
        assertThat(write(schema, "My card has not arrived")).isEqualTo("\"card_arrival\"");
        assertThat(write(schema, "the top-up failed again")).isEqualTo("\"topUpFailed\"");
    }

    @Test
    void write_enumWithoutSharedWords_dependsOnThePromptOnly() throws JsonProcessingException {
        JsonNode schema =
                JSON.readTree("{\"type\":\"STRING\",\"enum\":[\"aaa\",\"bbb\",\"ccc\",\"ddd\"]}");
        long different =
                IntStream.range(0, 50)
                        .mapToObj(i -> write(schema, "nothing " + i))
                        .distinct()
                        .count();
        assertThat(different).isEqualTo(4);
    }

    @Test
    void write_propertyOrdering_isKept() throws JsonProcessingException {
        JsonNode schema =
                JSON.readTree(
                        """
                        {"type":"OBJECT","properties":{"b":{"type":"STRING"},"a":{"type":"STRING"}},
                         "required":["a","b"],"propertyOrdering":["a","b"]}\
                        """);
        assertThat(write(schema, "x")).isEqualTo("{\"a\":\"x\",\"b\":\"x\"}");
    }

    @Test
    void write_dateTime_parses() throws JsonProcessingException {
        JsonNode schema = JSON.readTree("{\"type\":\"STRING\",\"format\":\"date-time\"}");
        for (int i = 0; i < 100; i++) {
            String answer = JSON.readTree(write(schema, "text " + i)).asText();
            assertThat(OffsetDateTime.parse(answer)).isNotNull();
        }
    }

    @Test
    void write_jsonSchemaWithReferencesAndNullableTypes_follows() throws JsonProcessingException {
        JsonNode schema =
                JSON.readTree(
                        """
                        {"type":"object","$defs":{"kind":{"enum":["red"]},
                          "tree":{"type":"object","properties":{"child":{"$ref":"#/$defs/tree"},
                                  "kind":{"$ref":"#/$defs/kind"}},"required":["kind"]}},
                         "properties":{"tree":{"$ref":"#/$defs/tree"},"one":{"const":1},
                                       "note":{"type":["string","null"]}},
                         "required":["tree","one","note"]}\
                        """);
        JsonNode answer = JSON.readTree(write(schema, "hello"));
        assertThat(answer.at("/tree/kind").asText()).isEqualTo("red");
        assertThat(answer.get("one").intValue()).isEqualTo(1);
        assertThat(answer.get("note").isTextual() || answer.get("note").isNull()).isTrue();
    }

    private static String write(JsonNode schema, String prompt) {
        return SchemaAnswer.write(
                Objects.requireNonNull(SchemaDecoder.decode(schema)), new PromptText(prompt));
    }
}
