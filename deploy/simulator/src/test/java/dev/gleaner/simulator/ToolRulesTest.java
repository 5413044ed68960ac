package dev.gleaner.simulator;

import static dev.gleaner.simulator.Asked.GEMINI_2;
import static dev.gleaner.simulator.Asked.GEMINI_3;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolRulesTest {

    private static final String JSON =
            ",\"generationConfig\":{\"responseMimeType\":\"application/json\"}";
    private static final String FUNCTIONS = "{\"functionDeclarations\":[{\"name\":\"f\"}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "googleSearch",
                "google_search",
                "urlContext",
                "googleMaps",
                "codeExecution"
            })
    void jsonWithATool_isRefusedUpTo25Only(String tool) {
        String body = Asked.text("x", ",\"tools\":[{\"" + tool + "\":{}}]" + JSON);
        assertThat(Asked.refusal(GEMINI_2, body))
                .isEqualTo("Tool use with a response mime type: 'application/json' is unsupported");
        assertThat(Asked.answer(GEMINI_3, body).has("candidates")).isTrue();
    }

    @Test
    void jsonWithSearch_onVertex_isRefusedInItsWords() {
        String body = Asked.text("x", ",\"tools\":[{\"googleSearch\":{}}]" + JSON);
        assertThat(Asked.refusal(GEMINI_2, Dialect.VERTEX, body))
                .contains("controlled generation is not supported with Search tool.");
    }

    @Test
    void jsonWithFunctions_isRefusedUpTo25Only() {
        String body = Asked.text("x", ",\"tools\":[" + FUNCTIONS + "]" + JSON);
        assertThat(Asked.refusal(GEMINI_2, body))
                .isEqualTo(
                        "Function calling with a response mime type: 'application/json' is"
                                + " unsupported");
        assertThat(Asked.answer(GEMINI_3, body).has("candidates")).isTrue();
    }

    @Test
    void searchWithFunctions_isRefusedUpTo25Only() {
        String body = Asked.text("x", ",\"tools\":[{\"googleSearch\":{}}," + FUNCTIONS + "]");
        assertThat(Asked.refusal(GEMINI_2, body))
                .isEqualTo("Tool use with function calling is unsupported");
        assertThat(Asked.refusal(GEMINI_2, Dialect.VERTEX, body))
                .startsWith("Multiple tools are supported only when they are all search tools");
        assertThat(Asked.answer(GEMINI_3, body).has("candidates")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"codeExecution", "urlContext"})
    void searchWithAnotherTool_isFine(String tool) {
        String body = Asked.text("x", ",\"tools\":[{\"googleSearch\":{}},{\"" + tool + "\":{}}]");
        assertThat(Asked.answer(GEMINI_2, body).has("candidates")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"functionCallingConfig\":{\"mode\":\"ANY\"}}|config is set without"
                        + " function_declarations",
                "{\"functionCallingConfig\":{\"mode\":\"SOME\"}}|Invalid value at"
                        + " 'tool_config.function_calling_config.mode'",
                "{\"functionCallingConfig\":{\"modus\":\"ANY\"}}|Unknown name \"modus\"",
                "{\"retrievalConfig\":{\"latLng\":{\"latitude\":91,\"longitude\":0}}}|latitude must"
                        + " be in the range",
                "{\"retrievalConfig\":{\"latLng\":{\"lat\":91}}}|Unknown name \"lat\""
            })
    void toolConfig_thatGoogleRefuses(String config, String why) {
        assertThat(Asked.refusal(GEMINI_3, Asked.text("x", ",\"toolConfig\":" + config)))
                .contains(why);
    }

    @Test
    void serverSideInvocations_areForGemini3OfTheGeminiApi() {
        String body =
                Asked.text("x", ",\"toolConfig\":{\"includeServerSideToolInvocations\":true}");
        assertThat(Asked.answer(GEMINI_3, body).has("candidates")).isTrue();
        assertThat(Asked.refusal(GEMINI_2, body)).contains("not supported for this model");
        assertThat(Asked.refusal(GEMINI_3, Dialect.VERTEX, body)).contains("Cannot find field");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"1st\"}|Invalid function name",
                "{\"description\":\"d\"}|Invalid function name",
                "{\"name\":\"f\"},{\"name\":\"f\"}|Duplicate function declaration found: f",
                "{\"name\":\"f\",\"parameters\":{\"type\":\"STRING\"}}|should be of type OBJECT",
                "{\"name\":\"f\",\"parameters\":{\"type\":\"OBJECT\"}}|parameters.properties:"
                        + " should be non-empty",
                "{\"name\":\"f\",\"parameters\":{\"type\":\"TEXT\"}}|Invalid value at"
                        + " 'tools[0].function_declarations[0].parameters.type'",
                "{\"name\":\"f\",\"parameters\":{\"$ref\":\"#\"}}|Unknown name \"$ref\"",
                "{\"name\":\"f\",\"parametersJsonSchema\":{\"$ref\":\"#/no\"}}|undefined schema"
            })
    void declarations_thatGoogleRefuses(String declarations, String why) {
        String tools = ",\"tools\":[{\"functionDeclarations\":[" + declarations + "]}]";
        assertThat(Asked.refusal(GEMINI_3, Asked.text("x", tools))).contains(why);
    }

    @Test
    void allowedNames_areDeclaredAndForced() {
        String config =
                ",\"tools\":[%s],\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"%s\",\"allowedFunctionNames\":[\"%s\"]}}";
        assertThat(
                        Asked.refusal(
                                GEMINI_3, Asked.text("x", config.formatted(FUNCTIONS, "ANY", "g"))))
                .contains("`g`, which is not declared");
        assertThat(
                        Asked.refusal(
                                GEMINI_3,
                                Asked.text("x", config.formatted(FUNCTIONS, "AUTO", "f"))))
                .contains("may only be set if the mode is ANY or VALIDATED");
    }
}
