package dev.gleaner.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerFieldsTest {
    private static final String SCHEMA =
            """
            {"type": "object",
             "$defs": {
               "Kind": {"type": "string", "enum": ["a", "b"]},
               "Node": {"type": "object", "required": ["kind"],
                 "properties": {"kind": {"$ref": "#/$defs/Kind"}, "next": {"$ref": "#/$defs/Node"}}}},
             "properties": {
               "kind": {"$ref": "#/$defs/Kind", "description": "which"},
               "both": {"allOf": [{"$ref": "#/$defs/Kind"}, {"enum": ["b", "c"]}]},
               "either": {"anyOf": [{"type": "string", "enum": ["x"]}, {"type": "boolean"}]},
               "optional": {"anyOf": [{"$ref": "#/$defs/Kind"}, {"type": "null"}]},
               "constant": {"const": "only"},
               "mixed": {"type": "string", "enum": ["a", null, 1]},
               "free": {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["x"]}]},
               "node": {"$ref": "#/$defs/Node"},
               "shape": {"oneOf": [
                 {"type": "object", "required": ["is"], "properties": {"is": {"const": "round"}}},
                 {"type": "object", "required": ["is"], "properties": {"is": {"const": "flat"}}}]},
               "half": {"oneOf": [
                 {"type": "object", "required": ["is"], "properties": {"is": {"const": "round"}}},
                 {"type": "object", "properties": {"was": {"const": "flat"}}}]},
               "map": {"type": "object", "additionalProperties": {"type": "string"}},
               "stars": {"type": "integer", "minimum": 1, "exclusiveMaximum": 6},
               "atLeast": {"type": ["number", "null"], "minimum": 0.5},
               "scale": {"anyOf": [
                 {"type": "number", "minimum": 0, "maximum": 1}, {"type": "string"},
                 {"type": "integer", "minimum": 10, "maximum": 20}]},
               "loose": {"anyOf": [{"type": "integer", "maximum": 1}, {"type": "number"}]}},
             "required": ["kind", "both", "either", "optional", "constant", "mixed", "free", "node",
               "shape", "half", "map"]}
            """;

    private final AnswerFields fields;

    AnswerFieldsTest() throws Exception {
        fields =
                AnswerFields.of(
                        ResponseSchema.parseForAny(new JsonMapper().readTree(SCHEMA))
                                .validationSchema());
    }

    @ParameterizedTest
    @CsvSource({
        "/kind, a b",
        "/both, b",
        "/either, x true false",
        "/constant, only",
        "/mixed, a",
        "/node/kind, a b",
        "/shape/is, round flat",
    })
    void wordsOfEveryAnswer_areFound(String pointer, String words) {
        assertThat(fields.at(pointer).flatMap(AnswerField::words))
                .contains(List.of(words.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({"/optional", "/free", "/node/next/kind", "/half/is", "/map", "/node"})
    void whatIsNoWordInEveryAnswer_hasNone(String pointer) {
        assertThat(fields.at(pointer)).isPresent();
        assertThat(fields.at(pointer).flatMap(AnswerField::words)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/stars, 1, 6",
        "/atLeast, 0.5,",
        "/scale, 0, 20",
        "/loose, ,",
        "/kind, ,",
    })
    void bounds_areTheLoosestOfAllAlternatives(
            String pointer, @Nullable BigDecimal min, @Nullable BigDecimal max) {
        AnswerField field = fields.at(pointer).orElseThrow();
        assertThat(field.min()).isEqualTo(min);
        assertThat(field.max()).isEqualTo(max);
    }

    @Test
    void reference_isFollowed_alsoIntoWhatContainsItself() {
        assertThat(fields.at("/node/next/next/next/kind").orElseThrow().values()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"/no", "/kind/a", "/map/any", "/node/0"})
    void whatTheSchemaDoesNotName_isNothing(String pointer) {
        assertThat(fields.at(pointer)).isEqualTo(Optional.empty());
    }

    @Test
    void word_isTheWholeAnswer() {
        AnswerFields words =
                AnswerFields.of(ResponseSchema.ofWords(List.of("yes", "no")).validationSchema());
        assertThat(words.haveParts()).isFalse();
        assertThat(words.at("").flatMap(AnswerField::words)).contains(List.of("yes", "no"));
    }
}
