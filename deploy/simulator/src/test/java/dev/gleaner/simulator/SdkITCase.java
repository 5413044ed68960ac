package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.types.Candidate;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.GoogleSearch;
import com.google.genai.types.GroundingMetadata;
import com.google.genai.types.GroundingSupport;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import com.google.genai.types.Type;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether Google's own client takes the simulator for Gemini. */
@Timeout(60)
class SdkITCase {

    private static final String MODEL = "gemini-3-flash-preview";

    private static SimulatorServer server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        server =
                SimulatorServer.start(
                        SimulatorSettings.defaults()
                                .withEnvelope(Envelope.GEMINI_API)
                                .withKey(AcceptedKey.only("right")));
        client = SdkClient.geminiApi(server, "right");
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void generate_text_isReadWhole() {
        GenerateContentResponse response =
                generate(
                        "Hello there",
                        GenerateContentConfig.builder()
                                .systemInstruction(Content.fromParts(Part.fromText("Be brief.")))
                                .temperature(0.5f)
                                .topP(0.9f)
                                .seed(7)
                                .maxOutputTokens(500)
                                .stopSequences("###")
                                .build());
        assertThat(response.text()).startsWith("You wrote: Hello there");
        assertThat(response.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
        assertThat(response.modelVersion()).contains(MODEL);
        assertThat(response.responseId()).isPresent();
        GenerateContentResponseUsageMetadata usage = response.usageMetadata().orElseThrow();
        assertThat(usage.totalTokenCount().orElseThrow())
                .isEqualTo(
                        usage.promptTokenCount().orElseThrow()
                                + usage.candidatesTokenCount().orElseThrow());
    }

    @Test
    void generate_turns_answersTheLast() {
        List<Content> turns =
                List.of(turn("user", "first"), turn("model", "an answer"), turn("user", "second"));
        assertThat(client.models.generateContent(MODEL, turns, null).text())
                .startsWith("You wrote: second");
    }

    @Test
    void generate_responseSchema_isMet() {
        Schema schema =
                Schema.builder()
                        .type(Type.Known.OBJECT)
                        .properties(
                                Map.of(
                                        "mood",
                                        Schema.builder()
                                                .type(Type.Known.STRING)
                                                .enum_("good", "bad")
                                                .build()))
                        .required("mood")
                        .build();
        GenerateContentResponse response =
                generate(
                        "a bad day",
                        GenerateContentConfig.builder()
                                .responseMimeType("application/json")
                                .responseSchema(schema)
                                .build());
        assertThat(response.text()).isEqualTo("{\"mood\":\"bad\"}");
    }

    @Test
    void generate_responseJsonSchema_isMet() {
        Map<String, Object> schema =
                Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("note", Map.of("type", List.of("string", "null"))),
                        "required",
                        List.of("note"));
        GenerateContentResponse response =
                generate(
                        "x",
                        GenerateContentConfig.builder()
                                .responseMimeType("application/json")
                                .responseJsonSchema(schema)
                                .build());
        JsonNode answer = Caller.json(String.valueOf(response.text()));
        assertThat(answer.has("note")).isTrue();
    }

    @Test
    void generate_thinking_keepsThoughtsOutOfTheText() {
        GenerateContentResponse response =
                generate(
                        "hi",
                        GenerateContentConfig.builder()
                                .thinkingConfig(
                                        ThinkingConfig.builder()
                                                .thinkingLevel("low")
                                                .includeThoughts(true))
                                .build());
        assertThat(response.text()).startsWith("You wrote: hi");
        assertThat(response.parts().get(0).thought()).contains(true);
        assertThat(response.usageMetadata().orElseThrow().thoughtsTokenCount().orElse(0))
                .isPositive();
    }

    @Test
    void generate_search_isGrounded() {
        GenerateContentResponse response =
                generate(
                        "Wetter in Zürich",
                        GenerateContentConfig.builder()
                                .tools(
                                        Tool.builder()
                                                .googleSearch(GoogleSearch.builder().build())
                                                .build())
                                .build());
        GroundingMetadata grounding = candidate(response).groundingMetadata().orElseThrow();
        assertThat(grounding.webSearchQueries().orElseThrow()).isNotEmpty();
        assertThat(grounding.searchEntryPoint().orElseThrow().renderedContent()).isPresent();
        GroundingSupport support = grounding.groundingSupports().orElseThrow().get(0);
        int chunk = support.groundingChunkIndices().orElseThrow().get(0);
        assertThat(
                        grounding
                                .groundingChunks()
                                .orElseThrow()
                                .get(chunk)
                                .web()
                                .orElseThrow()
                                .uri()
                                .orElseThrow())
                .startsWith("https://");
        assertThat(String.valueOf(response.text()))
                .contains(support.segment().orElseThrow().text().orElseThrow());
    }

    @Test
    void countTokens_countsAQuarterOfTheBytes() {
        assertThat(client.models.countTokens(MODEL, "12345678", null).totalTokens()).contains(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "INTERNAL_ERROR",
                "UNAVAILABLE",
                "DEADLINE_EXCEEDED",
                "RATE_LIMITED",
                "QUOTA_PER_DAY",
                "PAYMENT_REQUIRED",
                "PERMISSION_DENIED",
                "API_KEY_INVALID",
                "MODEL_NOT_FOUND",
                "SCHEMA_TOO_COMPLEX"
            })
    void generate_googlesErrors_areReadAsSuch(Fault fault) {
        ApiException error = refusal("x " + fault.marker());
        ApiError sent = FaultErrors.of(fault, MODEL);
        JsonNode body = Caller.json(sent.body()).path("error");
        assertThat(error.code()).isEqualTo(sent.status());
        assertThat(error.status()).isEqualTo(body.path("status").asText());
        assertThat(error.message())
                .startsWith(body.path("message").asText().lines().findFirst().orElseThrow());
        assertThat(error.message().contains("\nDetails: {\"@type\":"))
                .isEqualTo(body.has("details"));
    }

    @ParameterizedTest
    @CsvSource({"SAFETY,SAFETY", "RECITATION,RECITATION", "MAX_TOKENS_CUT,MAX_TOKENS"})
    void generate_finishReasons_areKnown(Fault fault, FinishReason.Known reason) {
        assertThat(generate("x " + fault.marker(), null).finishReason().knownEnum())
                .isEqualTo(reason);
    }

    @Test
    void generate_blockedPrompt_saysWhy() {
        GenerateContentResponse response = generate(Fault.PROMPT_BLOCKED.marker(), null);
        assertThat(response.candidates()).isEmpty();
        assertThat(response.promptFeedback().orElseThrow().blockReason()).isPresent();
    }

    @Test
    void generate_wrongKey_isRefused() {
        try (Client stranger = SdkClient.geminiApi(server, "wrong")) {
            ApiException error =
                    catchThrowableOfType(
                            ApiException.class,
                            () -> stranger.models.generateContent(MODEL, "x", null));
            assertThat(error.code()).isEqualTo(400);
            assertThat(error.message()).startsWith("API key not valid.");
        }
    }

    private static ApiException refusal(String text) {
        return catchThrowableOfType(ApiException.class, () -> generate(text, null));
    }

    private static GenerateContentResponse generate(
            String text, @Nullable GenerateContentConfig config) {
        return client.models.generateContent(MODEL, text, config);
    }

    static Candidate candidate(GenerateContentResponse response) {
        return response.candidates().orElseThrow().get(0);
    }

    private static Content turn(String role, String text) {
        return Content.builder().role(role).parts(Part.fromText(text)).build();
    }
}
