package dev.gleaner.simulator;

import static dev.gleaner.simulator.Asked.GEMINI_2;
import static dev.gleaner.simulator.Asked.GEMINI_3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionCallTest {

    private static final String DECLARATIONS =
            """
            "tools":[{"functionDeclarations":[
             {"name":"rate","parameters":{"type":"OBJECT","required":["stars"],
              "properties":{"stars":{"type":"INTEGER","minimum":1,"maximum":5}}}},
             {"name":"find","parametersJsonSchema":{"type":"object","required":["kind"],
              "properties":{"kind":{"enum":["good","bad"]}}}}]}]\
            """;

    private static String mode(String mode, String more) {
        return ","
                + DECLARATIONS
                + ",\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\""
                + mode
                + "\""
                + more
                + "}}";
    }

    @ParameterizedTest
    @CsvSource({"ANY", "any", "VALIDATED"})
    void mode_thatForces_callsTheFirstFunctionWithFittingArgs(String mode) {
        JsonNode answer = Asked.answer(GEMINI_2, Asked.text("a good day", mode(mode, "")));
        assertThat(Asked.parts(answer)).hasSize(1);
        JsonNode call = Asked.parts(answer).get(0).path("functionCall");
        assertThat(call.path("name").asText()).isEqualTo("rate");
        assertThat(call.at("/args/stars").asInt()).isBetween(1, 5);
        assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
        assertThat(answer.at("/candidates/0/finishMessage").asText())
                .isEqualTo("Model generated function call(s).");
        assertThat(answer.at("/usageMetadata/candidatesTokenCount").asInt()).isPositive();
    }

    @Test
    void allowedNames_chooseTheFunction_alsoOfJsonSchema() {
        String allowed = ",\"allowedFunctionNames\":[\"find\"]";
        JsonNode answer = Asked.answer(GEMINI_3, Asked.text("a bad day", mode("ANY", allowed)));
        JsonNode call = Asked.parts(answer).get(0).path("functionCall");
        assertThat(call.path("name").asText()).isEqualTo("find");
        assertThat(call.at("/args/kind").asText()).isEqualTo("bad");
    }

    @Test
    void gemini3_signsTheFirstCallAndGivesIds() {
        JsonNode parts = Asked.parts(Asked.answer(GEMINI_3, Asked.text("hi", "," + DECLARATIONS)));
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).path("thoughtSignature").asText()).hasSizeGreaterThan(100);
        assertThat(parts.get(1).has("thoughtSignature")).isFalse();
        assertThat(parts.get(0).at("/functionCall/id").asText())
                .isNotEmpty()
                .isNotEqualTo(parts.get(1).at("/functionCall/id").asText());
    }

    @Test
    void gemini2_neitherSignsNorGivesIds() {
        JsonNode parts = Asked.parts(Asked.answer(GEMINI_2, Asked.text("hi", "," + DECLARATIONS)));
        assertThat(parts.get(0).has("thoughtSignature")).isFalse();
        assertThat(parts.get(0).path("functionCall").has("id")).isFalse();
    }

    @Test
    void modeNone_answersInWords() {
        JsonNode answer = Asked.answer(GEMINI_3, Asked.text("hi", mode("NONE", "")));
        assertThat(Asked.parts(answer).get(0).path("text").asText()).startsWith("You wrote: hi");
    }

    @Test
    void responses_areQuotedInTheFinalAnswer() {
        JsonNode answer = Asked.answer(GEMINI_3, conversation("{\"price\":12.5}", "", ""));
        assertThat(Asked.parts(answer).get(0).path("text").asText())
                .startsWith("You wrote: hi.")
                .contains("rate said {\"price\":12.5}", "find said {\"price\":12.5}");
        assertThat(answer.at("/candidates/0").has("finishMessage")).isFalse();
    }

    @Test
    void responses_withSchema_leadToItsJson() {
        String config =
                ",\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseSchema\":"
                    + "{\"type\":\"STRING\",\"enum\":[\"cheap\",\"expensive\"]}}";
        String first = Asked.text("hi", "," + DECLARATIONS + config);
        assertThat(Asked.parts(Asked.answer(GEMINI_3, first)).get(0).has("functionCall")).isTrue();
        JsonNode answer = Asked.answer(GEMINI_3, conversation("{\"is\":\"cheap\"}", "", config));
        assertThat(Asked.parts(answer).get(0).path("text").asText()).isEqualTo("\"cheap\"");
    }

    @Test
    void toolLoop_neverAnswers_andSignsEachRoundAnew() {
        String body = conversation("{}", "", "");
        JsonNode first = Asked.answer(GEMINI_3, Asked.text("hi", "," + DECLARATIONS));
        JsonNode second = Asked.answer(GEMINI_3, body, Fault.TOOL_LOOP, Envelope.VERTEX);
        assertThat(Asked.parts(second).get(0).has("functionCall")).isTrue();
        assertThat(Asked.parts(second).get(0).path("thoughtSignature"))
                .isNotEqualTo(Asked.parts(first).get(0).path("thoughtSignature"));
    }

    @Test
    void modeAny_callsAlsoAfterResponses() {
        String body =
                conversation(
                        "{}", "", ",\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\"}}");
        assertThat(Asked.parts(Asked.answer(GEMINI_3, body)).get(0).has("functionCall")).isTrue();
    }

    @Test
    void schemaViolation_breaksTheArgs() {
        String body = Asked.text("a good day", mode("ANY", ""));
        JsonNode answer = Asked.answer(GEMINI_3, body, Fault.SCHEMA_VIOLATION, Envelope.VERTEX);
        assertThat(Asked.parts(answer).get(0).at("/functionCall/args/stars").isObject()).isTrue();
    }

    @Test
    void signature_missing_isRefusedByGemini3Only() {
        String body = conversation("{}", "", "").replaceAll(",\"thoughtSignature\":\"[^\"]*\"", "");
        assertThat(Asked.refusal(GEMINI_3, body))
                .startsWith("Function call is missing a thought_signature in functionCall parts.")
                .contains("`default_api:rate` , position 2");
        assertThat(Asked.parts(Asked.answer(GEMINI_2, body)).get(0).has("text")).isTrue();
    }

    @Test
    void signature_ofAnotherRecordOrModel_isRefused() {
        String other = conversation("{}", "", "").replace("\"hi\"", "\"ho\"");
        assertThat(Asked.refusal(GEMINI_3, other)).isEqualTo("Corrupted thought signature.");
        assertThat(Asked.refusal("gemini-3.8-flash", conversation("{}", "", "")))
                .isEqualTo("Corrupted thought signature.");
    }

    @Test
    void signature_ofAnEarlierTurn_isNotAsked() {
        String body =
                conversation(
                                "{}",
                                ",{\"role\":\"model\",\"parts\":[{\"text\":\"x\"}]}"
                                        + ",{\"role\":\"user\",\"parts\":[{\"text\":\"repair\"}]}",
                                "")
                        .replaceAll(",\"thoughtSignature\":\"[^\"]*\"", "");
        assertThat(Asked.parts(Asked.answer(GEMINI_3, body)).get(0).path("text").asText())
                .startsWith("You wrote: repair.");
    }

    @Test
    void responses_thatDoNotMatchTheCalls_areRefused() {
        String body = conversation("{}", "", "");
        String number = "Please ensure that the number of function response parts is equal";
        String renamed =
                body.replace(
                        "\"functionResponse\":{\"name\":\"find\"",
                        "\"functionResponse\":{\"name\":\"seek\"");
        String fewer =
                body.replaceFirst(",\\{\"functionResponse\":\\{\"name\":\"find\".*?\\}\\}\\}", "");
        String otherId =
                body.replace("\"functionResponse\":{", "\"functionResponse\":{\"id\":\"no\",");
        assertThat(Asked.refusal(GEMINI_3, renamed)).startsWith(number);
        assertThat(fewer).isNotEqualTo(body);
        assertThat(Asked.refusal(GEMINI_3, fewer)).startsWith(number);
        assertThat(Asked.refusal(GEMINI_3, otherId)).startsWith(number);
    }

    @Test
    void responses_toCallsWithoutIds_mayHaveTheirOwn() {
        String body =
                conversation("{}", "", "")
                        .replaceAll("\"id\":\"[^\"]*\",", "")
                        .replace("\"functionResponse\":{", "\"functionResponse\":{\"id\":\"own\",");
        assertThat(Asked.parts(Asked.answer(GEMINI_2, body)).get(0).has("text")).isTrue();
    }

    @Test
    void call_longerThanTheLimit_isNone() {
        String body =
                Asked.text("hi", mode("ANY", "") + ",\"generationConfig\":{\"maxOutputTokens\":1}");
        JsonNode answer = Asked.answer(GEMINI_3, body);
        assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("MAX_TOKENS");
        assertThat(answer.at("/candidates/0").has("finishMessage")).isFalse();
        assertThat(answer.at("/candidates/0/content").has("parts")).isFalse();
    }

    @Test
    void turns_outOfOrder_areRefused() {
        String call =
                "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"rate\",\"args\":{}}}]}";
        String response =
                "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"rate\",\"response\":{}}}]}";
        assertThat(Asked.refusal(GEMINI_3, "{\"contents\":[" + call + "," + response + "]}"))
                .startsWith("Please ensure that function call turn comes immediately after a user");
        assertThat(Asked.refusal(GEMINI_3, "{\"contents\":[" + response + "]}"))
                .startsWith("Please ensure that function response turn comes immediately after");
    }

    /** The calls for "hi" with their responses, and what comes after. */
    private static String conversation(String response, String turns, String fields) {
        JsonNode parts = Asked.parts(Asked.answer(GEMINI_3, Asked.text("hi", "," + DECLARATIONS)));
        String said = "{\"functionResponse\":{\"name\":\"%s\",\"response\":" + response + "}}";
        return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]},{\"role\":\"model\",\"parts\":"
                + parts
                + "},{\"role\":\"user\",\"parts\":["
                + said.formatted("rate")
                + ","
                + said.formatted("find")
                + "]}"
                + turns
                + "],"
                + DECLARATIONS
                + fields
                + "}";
    }
}
