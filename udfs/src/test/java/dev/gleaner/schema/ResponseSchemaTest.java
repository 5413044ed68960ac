package dev.gleaner.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

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

    private static Stream<JsonNode> cases(String file) throws IOException {
        try (InputStream in = ResponseSchemaTest.class.getResourceAsStream("/schema/" + file)) {
            List<JsonNode> cases = new ArrayList<>();
            JSON.readTree(Objects.requireNonNull(in)).forEach(cases::add);
            return cases.stream();
        }
    }
}
