package dev.gleaner.schema;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.schema.ResponseSchema.Form;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContradictionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'integer','minimum':5,'maximum':1} | no integer is at least 5 and at most"
                        + " 1",
                "{'type':'integer','exclusiveMinimum':1,'exclusiveMaximum':2} | no integer is"
                        + " above",
                "{'type':'number','minimum':1,'exclusiveMaximum':1} | no number is at least 1 and"
                        + " below 1",
                "{'type':'number','minimum':1,'maximum':9,'multipleOf':10} | /multipleOf: no"
                        + " multiple",
                "{'type':'string','minLength':3,'maxLength':2} | /minLength: 3 is above maxLength"
                        + " 2",
                "{'type':'array','items':{'type':'string'},'minItems':3,'maxItems':2} | /minItems:"
                        + " 3",
                "{'type':'array','items':{'type':'integer','minimum':5,'maximum':1},'minItems':1}"
                        + " | /properties/a/items: no integer is at least 5",
                "{'type':'object','properties':{'b':{'type':'string'}},'required':['b'],'maxProperties':0}"
                    + " | /required: names more properties than maxProperties 0",
                "{'type':'object','additionalProperties':false,'required':['b']}"
                        + " | /required: 'b' is",
                "{'type':'integer','enum':['a']} | no value fits both type and enum",
                "{'type':[]} | /type: has a value of the wrong kind",
            })
    void demandsOfARequiredField_thatNothingMeets_areRefused(String schema, String problem) {
        for (Form form : Form.values()) {
            assertThat(
                            catchThrowableOfType(
                                    InvalidSchemaException.class,
                                    () -> ResponseSchema.parse(inField(schema, true), form)))
                    .hasMessageContaining(problem)
                    .hasMessageContaining("/properties/a");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'integer','minimum':5,'maximum':1} | false",
                "{'type':['integer','null'],'minimum':5,'maximum':1} | true",
                "{'type':'integer','exclusiveMinimum':1,'exclusiveMaximum':3} | true",
                "{'type':'number','exclusiveMinimum':1,'exclusiveMaximum':2} | true",
                "{'type':'number','minimum':0.1,'maximum':0.3,'multipleOf':0.3} | true",
                "{'type':'string','minimum':5,'maximum':1} | true",
                "{'type':'integer','nullable':true,'minimum':5,'maximum':1} | true",
                "{'type':'integer','enum':['1','2']} | true",
                "{'type':'integer','enum':[1.0]} | true",
                "{'type':'integer','minimum':4,'exclusiveMinimum':3,'maximum':4} | true",
                "{'type':'number','minimum':-7,'exclusiveMaximum':-5,'multipleOf':6} | true",
                "{'type':'number','minimum':1e-300,'maximum':1e300,'multipleOf':1e-300} | true",
                "{'type':'array','items':{'type':'integer','minimum':5,'maximum':1}} | true",
                "{'type':'array','items':{'type':'string'},'minItems':2,'maxItems':2} | true",
                "{'type':'string','minLength':2,'maxLength':2} | true",
            })
    void demandsThatCanBeMet_orLeftOut_areTaken(String schema, boolean required)
            throws JsonProcessingException {
        assertThat(ResponseSchema.parse(inField(schema, required)).wireSchema()).isNotEmpty();
    }

    @RepeatedTest(20)
    void boundsAroundAValue_areNeverRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int value = random.nextInt(2_000) - 1_000;
        int below = random.nextInt(3);
        int above = random.nextInt(3);
        String schema =
                "{'type':'%s','%s':%d,'%s':%d,'multipleOf':%s}"
                        .formatted(
                                random.nextBoolean() ? "integer" : "number",
                                below == 0 ? "minimum" : "exclusiveMinimum",
                                value - below,
                                above == 0 ? "maximum" : "exclusiveMaximum",
                                value + above,
                                value == 0 || random.nextBoolean() ? "1" : Math.abs(value));
        assertThatCode(() -> ResponseSchema.parse(inField(schema, true)))
                .as("seed %d, %s", seed, schema)
                .doesNotThrowAnyException();
    }

    /** Arithmetic with all their digits would take all memory. */
    @Test
    @Timeout(value = 10, unit = SECONDS)
    void boundsOfHugeExponents_arePassedOver() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "number");
        schema.put("minimum", new BigDecimal("1e-999999999")).put("maximum", 1);
        schema.put("multipleOf", 0.5);
        Problems problems = new Problems();
        new Contradictions(problems).find(schema, "");
        assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'json_schema','json_schema':{'name':'a','schema':{'type':'object'}}}"
                        + "|/json_schema/schema",
                "{'name':'a','schema':{'type':'object'},'strict':true}|/schema",
            })
    void wrapperOfOpenAi_isToldWhereTheSchemaIs(String document, String place) {
        InvalidSchemaException refusal =
                catchThrowableOfType(
                        InvalidSchemaException.class,
                        () -> ResponseSchema.parseForAny(json(document)));
        assertThat(Objects.requireNonNull(refusal).problems())
                .containsExactly(
                        new SchemaProblem(
                                "",
                                "is OpenAI's response_format, not the schema itself",
                                "take what is under " + place));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'description':'anything'}|JSON_SCHEMA",
                "{'type':'array','items':{}}|JSON_SCHEMA",
                "{'type':'string'}|OPEN_API",
                "{'anyOf':[{'type':'string'},{'type':'null'}]}|OPEN_API",
            })
    void fieldWithoutAType_isSentInTheFormThatCanSayIt(String schema, Form form)
            throws JsonProcessingException {
        assertThat(ResponseSchema.parseForAny(inField(schema, true)).form()).isEqualTo(form);
    }

    private static JsonNode inField(String schema, boolean required)
            throws JsonProcessingException {
        return json(
                "{'type':'object','properties':{'a':%s}%s}"
                        .formatted(schema, required ? ",'required':['a']" : ""));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new JsonMapper().readTree(text.replace('\'', '"'));
    }
}
