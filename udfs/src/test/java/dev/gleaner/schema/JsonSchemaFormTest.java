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
                    + " | JSON_SCHEMA"
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
