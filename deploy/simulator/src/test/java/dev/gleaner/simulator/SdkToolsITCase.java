package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionCallingConfig;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GoogleMaps;
import com.google.genai.types.LatLng;
import com.google.genai.types.Modality;
import com.google.genai.types.Outcome;
import com.google.genai.types.Part;
import com.google.genai.types.RetrievalConfig;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolCodeExecution;
import com.google.genai.types.ToolConfig;
import com.google.genai.types.Type;
import com.google.genai.types.UrlContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tools, media and pictures as Google's own client uses them. */
@Timeout(60)
class SdkToolsITCase {

    private static final String MODEL = "gemini-3-flash-preview";

    private static SimulatorServer server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        server = SdkClient.simulator();
        client = SdkClient.geminiApi(server, "k");
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void functions_modeAny_isOneCallWithItsArguments() {
        GenerateContentResponse response =
                client.models.generateContent(MODEL, "a bad day", functions("ANY"));
        assertThat(response.functionCalls()).hasSize(1);
        FunctionCall call = response.functionCalls().get(0);
        assertThat(call.name()).contains("rate");
        assertThat(call.args()).contains(Map.of("mood", "bad"));
    }

    @Test
    void functions_modeAuto_areCalledAndThenAnswered() {
        List<Content> contents = new ArrayList<>(List.of(user(Part.fromText("a bad day"))));
        GenerateContentResponse first =
                client.models.generateContent(MODEL, contents, functions("AUTO"));
        Content called = SdkITCase.candidate(first).content().orElseThrow();
        assertThat(called.parts().orElseThrow().get(0).thoughtSignature()).isPresent();
        FunctionCall call = first.functionCalls().get(0);
        contents.add(called);
        contents.add(
                user(
                        Part.builder()
                                .functionResponse(
                                        FunctionResponse.builder()
                                                .id(call.id().orElseThrow())
                                                .name(call.name().orElseThrow())
                                                .response(Map.of("stars", 2))
                                                .build())
                                .build()));
        GenerateContentResponse last =
                client.models.generateContent(MODEL, contents, functions("AUTO"));
        assertThat(last.functionCalls()).isNullOrEmpty();
        assertThat(last.text()).contains("stars");
    }

    @Test
    void functions_withoutTheSignature_areRefused() {
        FunctionCall call = FunctionCall.builder().name("rate").args(Map.of("mood", "bad")).build();
        List<Content> contents =
                List.of(
                        user(Part.fromText("a bad day")),
                        Content.builder()
                                .role("model")
                                .parts(Part.builder().functionCall(call).build())
                                .build(),
                        user(Part.fromFunctionResponse("rate", Map.of("stars", 2))));
        ApiException error =
                catchThrowableOfType(
                        ApiException.class,
                        () -> client.models.generateContent(MODEL, contents, functions("AUTO")));
        assertThat(error.code()).isEqualTo(400);
        assertThat(error.message()).contains("missing a thought_signature");
    }

    @Test
    void codeExecution_givesCodeAndOutcome() {
        GenerateContentResponse response =
                with(
                        Tool.builder().codeExecution(ToolCodeExecution.builder().build()).build(),
                        "6*7");
        assertThat(response.executableCode()).isNotBlank();
        assertThat(response.parts())
                .anySatisfy(
                        part ->
                                assertThat(
                                                part.codeExecutionResult()
                                                        .flatMap(result -> result.outcome())
                                                        .map(Outcome::knownEnum))
                                        .contains(Outcome.Known.OUTCOME_OK));
    }

    @Test
    void urlContext_tellsWhatWasRead() {
        GenerateContentResponse response =
                with(
                        Tool.builder().urlContext(UrlContext.builder().build()).build(),
                        "read https://example.org/a please");
        assertThat(
                        SdkITCase.candidate(response)
                                .urlContextMetadata()
                                .orElseThrow()
                                .urlMetadata()
                                .orElseThrow()
                                .get(0)
                                .retrievedUrl())
                .contains("https://example.org/a");
    }

    @Test
    void maps_givePlaces() {
        GenerateContentConfig config =
                GenerateContentConfig.builder()
                        .tools(Tool.builder().googleMaps(GoogleMaps.builder().build()).build())
                        .toolConfig(
                                ToolConfig.builder()
                                        .retrievalConfig(
                                                RetrievalConfig.builder()
                                                        .latLng(
                                                                LatLng.builder()
                                                                        .latitude(47.4)
                                                                        .longitude(8.5)
                                                                        .build())
                                                        .build())
                                        .build())
                        .build();
        GenerateContentResponse response =
                client.models.generateContent(MODEL, "coffee near me", config);
        assertThat(
                        SdkITCase.candidate(response)
                                .groundingMetadata()
                                .orElseThrow()
                                .groundingChunks()
                                .orElseThrow()
                                .get(0)
                                .maps()
                                .orElseThrow()
                                .placeId())
                .isPresent();
    }

    @Test
    void media_areCountedByTheirModality() {
        Content content =
                user(
                        Part.fromText("what is this?"),
                        Part.fromBytes(new byte[] {1, 2}, "image/png"));
        GenerateContentResponse response = client.models.generateContent(MODEL, content, null);
        assertThat(response.usageMetadata().orElseThrow().promptTokensDetails().orElseThrow())
                .anySatisfy(
                        detail -> {
                            assertThat(detail.modality().orElseThrow().toString())
                                    .isEqualTo("IMAGE");
                            assertThat(detail.tokenCount()).contains(258);
                        });
    }

    @Test
    void pictures_areBytes() {
        GenerateContentResponse response =
                client.models.generateContent(
                        "gemini-3-pro-image-preview",
                        "a red square",
                        GenerateContentConfig.builder()
                                .responseModalities(
                                        Modality.Known.TEXT.toString(),
                                        Modality.Known.IMAGE.toString())
                                .build());
        assertThat(response.parts().stream().flatMap(part -> part.inlineData().stream()))
                .singleElement()
                .satisfies(
                        picture -> {
                            assertThat(picture.mimeType()).contains("image/png");
                            assertThat(picture.data().orElseThrow())
                                    .startsWith(0x89, 'P', 'N', 'G');
                        });
    }

    private static GenerateContentResponse with(Tool tool, String text) {
        return client.models.generateContent(
                MODEL, text, GenerateContentConfig.builder().tools(tool).build());
    }

    private static GenerateContentConfig functions(String mode) {
        Schema mood = Schema.builder().type(Type.Known.STRING).enum_("good", "bad").build();
        FunctionDeclaration rate =
                FunctionDeclaration.builder()
                        .name("rate")
                        .description("Rates a mood.")
                        .parameters(
                                Schema.builder()
                                        .type(Type.Known.OBJECT)
                                        .properties(Map.of("mood", mood))
                                        .required("mood")
                                        .build())
                        .build();
        return GenerateContentConfig.builder()
                .tools(Tool.builder().functionDeclarations(rate).build())
                .toolConfig(
                        ToolConfig.builder()
                                .functionCallingConfig(
                                        FunctionCallingConfig.builder().mode(mode).build())
                                .build())
                .build();
    }

    private static Content user(Part... parts) {
        return Content.builder().role("user").parts(parts).build();
    }
}
