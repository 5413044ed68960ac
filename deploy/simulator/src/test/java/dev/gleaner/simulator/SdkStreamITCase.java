package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.types.FinishReason;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GoogleSearch;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams as Google's own client reads them. */
@Timeout(60)
class SdkStreamITCase {

    private static final String MODEL = "gemini-3-flash-preview";

    private SimulatorServer server;

    @BeforeEach
    void start() throws IOException {
        server = SdkClient.simulator();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stream_isTheSameAnswerInPieces(boolean vertex) {
        server.control(
                Control.none()
                        .withStream(
                                StreamPace.defaults()
                                        .withChunks(5)
                                        .withInterval(Latency.parse("fixed:5ms"))));
        try (Client client = SdkClient.of(server, vertex)) {
            String text = "Grüße aus Zürich 😀, so viele Wörter";
            GenerateContentResponse whole = client.models.generateContent(MODEL, text, null);
            List<GenerateContentResponse> pieces = read(client, text, null);
            assertThat(pieces).hasSize(5);
            assertThat(text(pieces)).isEqualTo(whole.text());
            assertThat(last(pieces).finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
            assertThat(last(pieces).usageMetadata()).isEqualTo(whole.usageMetadata());
            assertThat(pieces.get(0).candidates().orElseThrow().get(0).finishReason()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(StreamPace.LineEnd.class)
    void stream_eitherLineEnd_isRead(StreamPace.LineEnd lineEnd) {
        server.control(Control.none().withStream(StreamPace.defaults().withLineEnd(lineEnd)));
        try (Client client = SdkClient.geminiApi(server, "k")) {
            assertThat(text(read(client, "hello", null))).startsWith("You wrote: hello");
        }
    }

    @Test
    void stream_thoughtsAndSources_comeFirstAndLast() {
        GenerateContentConfig config =
                GenerateContentConfig.builder()
                        .thinkingConfig(ThinkingConfig.builder().includeThoughts(true))
                        .tools(Tool.builder().googleSearch(GoogleSearch.builder().build()).build())
                        .build();
        try (Client client = SdkClient.geminiApi(server, "k")) {
            List<GenerateContentResponse> pieces = read(client, "hello", config);
            Part first = pieces.get(0).parts().get(0);
            assertThat(first.thought()).contains(true);
            assertThat(SdkITCase.candidate(last(pieces)).groundingMetadata()).isPresent();
            assertThat(SdkITCase.candidate(pieces.get(0)).groundingMetadata()).isEmpty();
        }
    }

    @Test
    void stream_errorEvent_isThatError() {
        try (Client client = SdkClient.geminiApi(server, "k")) {
            ApiException error =
                    catchThrowableOfType(
                            ApiException.class,
                            () -> read(client, Fault.STREAM_ERROR_EVENT.marker(), null));
            assertThat(error.code()).isEqualTo(503);
            assertThat(error.status()).isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void stream_cut_isAnIoError() {
        try (Client client = SdkClient.geminiApi(server, "k")) {
            assertThatThrownBy(() -> read(client, Fault.STREAM_CUT.marker(), null))
                    .isInstanceOf(GenAiIOException.class);
        }
    }

    @Test
    void stream_refusedBeforeItBegins_isThatError() {
        try (Client client = SdkClient.geminiApi(server, "k")) {
            ApiException error =
                    catchThrowableOfType(
                            ApiException.class,
                            () -> read(client, Fault.UNAVAILABLE.marker(), null));
            assertThat(error.code()).isEqualTo(503);
        }
    }

    private static List<GenerateContentResponse> read(
            Client client, String text, @Nullable GenerateContentConfig config) {
        List<GenerateContentResponse> pieces = new ArrayList<>();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(MODEL, text, config)) {
            stream.forEach(pieces::add);
        }
        return pieces;
    }

    private static GenerateContentResponse last(List<GenerateContentResponse> pieces) {
        return pieces.get(pieces.size() - 1);
    }

    private static String text(List<GenerateContentResponse> pieces) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }
}
