package dev.gleaner.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.schema.ResponseSchema.Form;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaFormTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'object','properties':{'a':{'type':'string'}}} | OPEN_API",
                "{'type':'object','properties':{'a':{'enum':['x'],'type':'string'}}} | OPEN_API",
                "{'type':'object','additionalProperties':{'type':'integer'}} | JSON_SCHEMA",
                "{'type':'object','properties':{'a':{'type':'array','prefixItems':[{'type':'string'}]}}}"
                    + " | JSON_SCHEMA",
                "{'type':'array','items':{'type':'integer','enum':[1,2]}} | JSON_SCHEMA",
                "{'anyOf':[{'type':'string'},{'type':'object','additionalProperties':{'type':'string'}}]}"
                    + " | JSON_SCHEMA",
                "{'type':'object','additionalProperties':true} | JSON_SCHEMA",
                "{'allOf':[{'type':'object','additionalProperties':{'type':'string'}}]}"
                        + " | JSON_SCHEMA",
                "{'type':'object','properties':{'a':{'type':'string'},'b':{'$ref':'#'}}}"
                        + " | JSON_SCHEMA",
                "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':true}"
                        + " | OPEN_API"
            })
    void form_isTheOneThatCanSayIt(String schema, Form form) throws Exception {
        assertThat(ResponseSchema.parseForAny(json(schema)).form()).isEqualTo(form);
    }

    @Test
    void map_isSentWhole_inJsonSchema_andRefusedInOpenApi() throws Exception {
        JsonNode schema =
                json(
                        "{'type':'object','description':'Counts.','additionalProperties':{'type':'integer','minimum':0}}");

        ResponseSchema parsed = ResponseSchema.parseForAny(schema);

        assertThat(JSON.readTree(parsed.wireSchema()))
                .isEqualTo(
                        json(
                                "{'type':'object','description':'Counts.','additionalProperties':{'type':'integer','description':'at"
                                    + " least 0'}}"));
        assertThat(parsed.validationSchema()).contains("\"minimum\":0");
        assertThatExceptionOfType(InvalidSchemaException.class)
                .isThrownBy(() -> ResponseSchema.parse(schema, Form.OPEN_API));
    }

    @Test
    void nullable_ordering_andReferences_areKept() throws Exception {
        ResponseSchema parsed =
                ResponseSchema.parse(
                        json(
                                "{'type':'object','properties':{'b':{'type':'string','nullable':true,'maxLength':9},'a':{'$ref':'#/$defs/n'}},'propertyOrdering':['b','a'],'$defs':{'n':{'type':'integer','enum':[1,2]}}}"),
                        Form.JSON_SCHEMA);

        assertThat(JSON.readTree(parsed.wireSchema()))
                .isEqualTo(
                        json(
                                "{'type':'object','properties':{'b':{'type':['string','null'],'description':'at"
                                    + " most 9"
                                    + " characters'},'a':{'type':'integer','enum':[1,2]}},'propertyOrdering':['b','a']}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what holds at once is one schema
                "{'type':'object','allOf':[{'properties':{'a':{'type':'string'}}},{'required':['a']}]}"
                    + "|{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}",
                // null is no value of an enum
                "{'type':['string','null'],'enum':['a',null,'a','b']}"
                        + "|{'anyOf':[{'type':'string','enum':['a','b']},{'type':'null'}]}",
                "{'type':'integer','nullable':true,'enum':['1','2']}"
                        + "|{'anyOf':[{'type':'integer','enum':[1,2]},{'type':'null'}]}",
                "{'type':'boolean','enum':[true]}|{'type':'boolean','description':'one of true'}",
                // a closed tuple
                "{'type':'array','prefixItems':[{'type':'string'},{'type':'integer'}],'items':false}"
                    + "|{'type':'array','prefixItems':[{'type':'string'},{'type':'integer'}]}",
                // alternatives that only forbid say nothing
                "{'type':'object','properties':{'a':{'type':'string'}},'anyOf':[{'required':['a']}]}"
                    + "|{'type':'object','properties':{'a':{'type':'string'}}}",
                "{'oneOf':[{'type':'string','format':'email'},{'type':'string','format':'date'}]}"
                        + "|{'anyOf':[{'type':'string','description':'in the format email'},"
                        + "{'type':'string','format':'date'}]}",
                "{'type':'object','additionalProperties':false,'properties':{'a':{'const':1}}}"
                    + "|{'type':'object','additionalProperties':false,'properties':{'a':{'enum':[1]}}}"
            })
    void schema_isSentInGeminisWords(String source, String wire) throws Exception {
        assertThat(JSON.readTree(ResponseSchema.parse(json(source), Form.JSON_SCHEMA).wireSchema()))
                .isEqualTo(json(wire));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'object','properties':{'a':true}} | /properties/a: true and false",
                "{'type':'array','items':{'enum':[{}]}} | /items/enum: objects and lists",
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['b']}"
                        + " | /required: 'b' is not among the properties",
                "{'oneOf':[{'type':'string'}],'anyOf':[{'type':'string'}]} | both anyOf and oneOf",
                "{'$ref':'#'} | contains itself",
                "{'anyOf':[{'type':'string'},{'$ref':'#'}]} | contains itself",
                "{'type':'object','properties':{'a':{'$ref':'#'}},'required':['a']}"
                        + " | but below a property that is not required",
                "{'type':'object','properties':{'a':{'$ref':'#/$defs/A'}},"
                        + "'$defs':{'A':{'type':'array','items':{'$ref':'#/$defs/A'}}}}"
                        + " | but below a property that is not required",
                "{'type':'object','properties':{'a':{'allOf':[{'$ref':'#'},{'required':['x']}]}}}"
                        + " | has more than a reference"
            })
    void whatCannotBeSent_isRefused(String source, String problem) {
        assertThatExceptionOfType(InvalidSchemaException.class)
                .isThrownBy(() -> ResponseSchema.parse(json(source), Form.JSON_SCHEMA))
                .withMessageContaining(problem);
    }

    @Test
    void whatContainsItself_isDefinedOnce() throws Exception {
        ResponseSchema parsed =
                ResponseSchema.parseForAny(
                        json(
                                "{'$ref':'#/definitions/Node','definitions':{'Node':{'type':'object','required':['name'],"
                                    + "'properties':{'name':{'type':'string','maxLength':3},'next':{'$ref':'#/definitions/Node','description':'The"
                                    + " next.'},"
                                    + "'all':{'type':'array','nullable':true,'items':{'$ref':'#/definitions/Item'}}}},"
                                    + "'Item':{'type':'object','properties':{'node':{'$ref':'#/definitions/Node','nullable':true}}}}}"));

        String node =
                "'type':'object','required':['name'],'properties':{'name':{'type':'string','description':'at"
                    + " most 3"
                    + " characters'},'next':{'$ref':'#/$defs/Node'},'all':{'type':['array','null'],'items':{'type':'object','properties':{'node':{'anyOf':[{'$ref':'#/$defs/Node'},{'type':'null'}]}}}}}";
        assertThat(parsed.form()).isEqualTo(Form.JSON_SCHEMA);
        assertThat(JSON.readTree(parsed.wireSchema()))
                .isEqualTo(json("{" + node + ",'$defs':{'Node':{" + node + "}}}"));
    }

    @Test
    void answerToWhatContainsItself_isCheckedAtEveryDepth() throws Exception {
        AnswerValidator validator =
                AnswerValidator.forSchema(
                        ResponseSchema.parseForAny(
                                        json(
                                                "{'type':'object','required':['n'],'properties':{'n':{'type':'integer','maximum':9},"
                                                    + "'kids':{'type':'array','items':{'$ref':'#'}}}}"))
                                .validationSchema());

        assertThat(validator.check("{\"n\":1,\"kids\":[{\"n\":2,\"kids\":[{\"n\":3}]}]}"))
                .isInstanceOf(AnswerCheck.Valid.class);
        assertThat(validator.check("{\"n\":1,\"kids\":[{\"n\":2,\"kids\":[{\"n\":10}]}]}"))
                .isEqualTo(
                        new AnswerCheck.Invalid(
                                List.of(new Violation("/kids/0/kids/0/n", "at most 9"))));
        assertThat(validator.check("{\"n\":1,\"kids\":[".repeat(240) + "{}" + "]}".repeat(240)))
                .isInstanceOf(AnswerCheck.Invalid.class);
    }

    @Test
    void definitionsOfTheSameName_areToldApart() throws Exception {
        JsonNode wire =
                JSON.readTree(
                        ResponseSchema.parseForAny(
                                        json(
                                                "{'type':'object','properties':{'a':{'$ref':'#/$defs/N'},'b':{'$ref':'#/definitions/N'}},"
                                                    + "'$defs':{'N':{'type':'object','properties':{'x':{'$ref':'#/$defs/N'}}}},"
                                                    + "'definitions':{'N':{'type':'object','properties':{'y':{'$ref':'#/definitions/N'}}}}}"))
                                .wireSchema());

        assertThat(wire.at("/properties/a/$ref").asText()).isEqualTo("#/$defs/N");
        assertThat(wire.at("/properties/b/$ref").asText()).isEqualTo("#/$defs/N_2");
        assertThat(wire.at("/$defs/N_2/properties/y/$ref").asText()).isEqualTo("#/$defs/N_2");
    }

    @Test
    void words_areAnEnum_thatTheAnswerIsCheckedAgainst() {
        ResponseSchema words = ResponseSchema.ofWords(List.of("yes", "no"));

        assertThat(words.wireSchema()).isEqualTo("{\"type\":\"STRING\",\"enum\":[\"yes\",\"no\"]}");
        AnswerValidator validator = AnswerValidator.forSchema(words.validationSchema());
        assertThat(validator.check("\"yes\"")).isInstanceOf(AnswerCheck.Valid.class);
        assertThat(validator.check("\"maybe\"")).isInstanceOf(AnswerCheck.Invalid.class);
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
