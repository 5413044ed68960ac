package dev.gleaner.simulator;

import static dev.gleaner.simulator.Asked.GEMINI_3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationRulesTest {

    private static String config(String values) {
        return Asked.text("x", ",\"generationConfig\":{" + values + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"temperature\":5|* GenerateContentRequest.generation_config.temperature:"
                        + " temperature must be in the range [0.0, 2.0].",
                "\"temperature\":\"hot\"|Invalid value at 'generation_config.temperature'"
                        + " (TYPE_FLOAT), \"hot\"",
                "\"topP\":1.5|top_p must be in the range [0.0, 1.0].",
                "\"topK\":-1|top_k must be in the range",
                "\"maxOutputTokens\":0|max_output_tokens must be in the range [1, 65536]",
                "\"maxOutputTokens\":70000|max_output_tokens must be in the range [1, 65536]",
                "\"maxOutputTokens\":1.5|Invalid value at 'generation_config.max_output_tokens'"
                        + " (TYPE_INT32), 1.5",
                "\"seed\":5000000000|Invalid value at 'generation_config.seed' (TYPE_INT32)",
                "\"candidateCount\":2|Multiple candidates is not enabled for"
                        + " models/gemini-3.5-flash",
                "\"candidateCount\":9|candidate_count must be in the range [1, 8].",
                "\"presencePenalty\":-3|presence_penalty must be in the range",
                "\"logprobs\":5|logprobs is only allowed if response_logprobs is true.",
                "\"responseLogprobs\":true,\"logprobs\":21|logprobs must be in the range [0, 20].",
                "\"responseLogprobs\":1|Invalid value at 'generation_config.response_logprobs'"
                        + " (TYPE_BOOL), 1",
                "\"stopSequences\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]|at most 5 stop sequences",
                "\"mediaResolution\":\"HUGE\"|Invalid value at"
                        + " 'generation_config.media_resolution'",
                "\"responseModalities\":[\"SMELL\"]|Invalid value at"
                        + " 'generation_config.response_modalities[0]'",
                "\"thinkingConfig\":5|Invalid value at 'generation_config.thinking_config'",
                "\"imageConfig\":{\"aspectRatio\":\"3:7\"}|aspect_ratio must be one of '1:1',"
                        + " '1:4'",
                "\"audioTimestamp\":true|Unknown name \"audioTimestamp\" at 'generation_config'"
            })
    void value_thatGoogleRefuses(String values, String why) {
        assertThat(Asked.refusal(GEMINI_3, config(values))).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"temperature\":0,\"topP\":1,\"topK\":0,\"seed\":-7,\"candidateCount\":1",
                "\"temperature\":\"0.5\",\"maxOutputTokens\":65536,\"presencePenalty\":-2",
                "\"max_output_tokens\":5,\"mediaResolution\":\"media_resolution_low\"",
                "\"responseModalities\":[\"text\"],\"seed\":null"
            })
    void value_thatGoogleTakes(String values) {
        assertThat(Asked.answer(GEMINI_3, config(values)).has("candidates")).isTrue();
    }

    @Test
    void stopSequence_endsTheText() {
        JsonNode answer = Asked.answer(GEMINI_3, config("\"stopSequences\":[\"zzz\",\"wrote\"]"));
        assertThat(Asked.parts(answer).get(0).path("text").asText()).isEqualTo("You ");
        assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    }

    @Test
    void fields_ofTheOtherApi_areUnknown() throws RejectedRequestException {
        String labels = Asked.text("x", ",\"labels\":{\"team\":\"a\"}");
        String tier = Asked.text("x", ",\"serviceTier\":\"flex\"");
        String method =
                Asked.text(
                        "x",
                        ",\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"method\":\"SEVERITY\"}]");
        assertThat(Asked.refusal(GEMINI_3, labels)).contains("Unknown name \"labels\"");
        assertThat(Asked.refusal(GEMINI_3, method)).contains("Unknown name \"method\"");
        assertThat(Asked.refusal(GEMINI_3, Dialect.VERTEX, tier)).contains("\"serviceTier\"");
        assertThat(Asked.decode(GEMINI_3, Dialect.VERTEX, labels)).isNotNull();
        assertThat(Asked.decode(GEMINI_3, Dialect.VERTEX, method)).isNotNull();
    }

    @Test
    void serviceTier_isToldInTheUsage() {
        String body = Asked.text("x", ",\"serviceTier\":\"flex\"");
        JsonNode answer = Asked.answer(GEMINI_3, body, null, Envelope.GEMINI_API);
        assertThat(answer.at("/usageMetadata/serviceTier").asText()).isEqualTo("flex");
        assertThat(Asked.refusal(GEMINI_3, body.replace("flex", "first")))
                .startsWith("Invalid value at 'service_tier'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"labels\":{\"Team\":\"a\"}|Invalid labels",
                "\"labels\":{\"team\":5}|Invalid value at 'labels[0].value' (TYPE_STRING), 5",
                "\"modelArmorConfig\":{\"promptTemplateName\":\"mine\"}|Invalid Model Armor"
                        + " template name: mine",
                "\"modelArmorConfig\":{\"name\":\"mine\"}|Unknown name \"name\" at"
                        + " 'model_armor_config'",
                "\"modelArmorConfig\":{\"promptTemplateName\":\"projects/p/locations/l/templates/t\"},\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\"}]|cannot"
                    + " be set at the same time"
            })
    void vertexField_thatGoogleRefuses(String fields, String why) {
        assertThat(Asked.refusal(GEMINI_3, Dialect.VERTEX, Asked.text("x", "," + fields)))
                .contains(why);
    }
}
