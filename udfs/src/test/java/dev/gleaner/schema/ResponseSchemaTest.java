package dev.gleaner.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] KEYWORDS = {
        "type", "enum", "allOf", "anyOf", "items", "prefixItems", "not", "nullable", "required"
    };
    private static final JsonNode JUNK = junk();

    private static JsonNode junk() {
        try {
            return JSON.readTree(
                    "[null, true, false, 0, -1.5, 1e400, \"\", \"string\", [], {}, [1], [null],"
                            + "[\"null\"], [{}], [true, {\"type\": \"string\"}], {\"a\": 1},"
                            + "{\"type\": \"object\"}, {\"enum\": [{}]}, {\"$ref\": \"#/x\"}]");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Arguments> conversions() throws IOException {
        return cases("conversions.json")
                .map(c -> Arguments.of(c.get("name").asText(), c.get("source"), c));
    }

    static Stream<Arguments> refusals() throws IOException {
        return cases("refusals.json")
                .map(c -> Arguments.of(c.get("name").asText(), c.get("source"), c.get("problems")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversions")
    void parse_source_isSentAsGolden(String name, JsonNode source, JsonNode golden)
            throws IOException {
        assertThat(JSON.readTree(ResponseSchema.parse(source).wireSchema()))
                .isEqualTo(golden.get("wire"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversions")
    void parse_source_isCheckedAsGolden(String name, JsonNode source, JsonNode golden)
            throws IOException {
        String validation = ResponseSchema.parse(source).validationSchema();
        assertThat(JSON.readTree(validation)).isEqualTo(golden.get("validation"));
        assertThat(AnswerValidator.forSchema(validation).check("[[[]]]")).isNotNull();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversions")
    void parse_itsOwnResult_changesNothing(String name, JsonNode source, JsonNode golden)
            throws IOException {
        String once = ResponseSchema.parse(source).validationSchema();
        String twice = ResponseSchema.parse(JSON.readTree(once)).validationSchema();
        assertThat(JSON.readTree(twice)).isEqualTo(JSON.readTree(once));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversions")
    void parse_source_isLeftAsItWas(String name, JsonNode source, JsonNode golden) {
        JsonNode before = source.deepCopy();
        ResponseSchema.parse(source);
        assertThat(source).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void parse_unusable_listsEveryProblem(String name, JsonNode source, JsonNode problems) {
        List<String> expected = new ArrayList<>();
        problems.forEach(problem -> expected.add(problem.asText()));
        assertThatThrownBy(() -> ResponseSchema.parse(source))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(expected)
                .hasLineCount(1 + expected.size());
    }

    @Test
    void parse_ordering_followsTheSourcesKeys() throws IOException {
        String source =
                "{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"string\"},\"a\":"
                        + "{\"type\":\"string\"}}}";
        assertThat(ResponseSchema.parse(JSON.readTree(source)).wireSchema())
                .isEqualTo(
                        "{\"type\":\"OBJECT\",\"properties\":{\"b\":{\"type\":\"STRING\"},\"a\":"
                                + "{\"type\":\"STRING\"}},\"propertyOrdering\":[\"b\",\"a\"]}");
    }

    @Test
    void parse_referencesThatMultiply_areRefusedQuickly() throws IOException {
        StringBuilder defs = new StringBuilder("\"d0\":{\"type\":\"string\"}");
        for (int i = 1; i < 40; i++) {
            String ref = "{\"$ref\":\"#/$defs/d" + (i - 1) + "\"}";
            defs.append(",\"d").append(i).append("\":{\"type\":\"object\",\"properties\":{");
            defs.append("\"l\":").append(ref).append(",\"r\":").append(ref).append("}}");
        }
        JsonNode source = JSON.readTree("{\"$ref\":\"#/$defs/d39\",\"$defs\":{" + defs + "}}");
        assertThatThrownBy(() -> ResponseSchema.parse(source))
                .hasMessageContaining("more than 5000 schemas");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversions")
    void parse_sourceWithAJunkValue_isReadOrRefused(String name, JsonNode source) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            JsonNode junk = source.deepCopy();
            spoil(junk, random);
            try {
                assertThat(ResponseSchema.parseForAny(junk)).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused)
                        .as("%s", junk)
                        .hasMessageStartingWith("responseSchema cannot be used");
            }
            try {
                ResponseSchema read = ResponseSchema.parse(junk);
                assertThat(read.wireSchema()).as("%s", junk).doesNotContain("{}");
                assertThat(AnswerValidator.forSchema(read.validationSchema()).check("{}"))
                        .isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused)
                        .as("%s", junk)
                        .hasMessageStartingWith("responseSchema cannot be used");
            }
        }
    }

    /** Puts a value where it does not belong. */
    private static void spoil(JsonNode node, Random random) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        if (random.nextBoolean() && node.get(name).isObject()) {
            spoil(node.get(name), random);
            return;
        }
        String to = random.nextBoolean() ? name : KEYWORDS[random.nextInt(KEYWORDS.length)];
        ((ObjectNode) node).set(to, JUNK.get(random.nextInt(JUNK.size())));
    }

    private static Stream<JsonNode> cases(String file) throws IOException {
        try (InputStream in = ResponseSchemaTest.class.getResourceAsStream("/schema/" + file)) {
            List<JsonNode> cases = new ArrayList<>();
            JSON.readTree(Objects.requireNonNull(in)).forEach(cases::add);
            return cases.stream();
        }
    }
}
