package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StreamITCase {

    private static final String SSE = ":streamGenerateContent?alt=sse";

    private SimulatorServer server;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        server =
                SimulatorServer.start(
                        SimulatorSettings.defaults()
                                .withEnvelope(Envelope.GEMINI_API)
                                .withTls(TlsSettings.defaults()));
        caller = new Caller(server);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 20})
    void chunks_areAsManyAsAskedFor(int chunks) throws Exception {
        caller.control("{\"streamChunks\":" + chunks + "}");
        List<JsonNode> events = events(stream("this is good news for everybody").body());
        assertThat(events).hasSizeBetween(chunks - chunks / 8, chunks);
        assertThat(text(events))
                .isEqualTo("{\"mood\":\"good\",\"note\":\"this is good news for everybody\"}");
    }

    @Test
    void chunks_usageRisesAndTheEndIsInTheLastOnly() throws Exception {
        caller.control("{\"streamChunks\":5}");
        List<JsonNode> events = events(stream("this is good news for everybody").body());
        int before = 0;
        for (JsonNode event : events) {
            JsonNode usage = event.path("usageMetadata");
            int candidates = usage.path("candidatesTokenCount").asInt();
            assertThat(candidates).isGreaterThan(before);
            assertThat(usage.path("totalTokenCount").asInt())
                    .isEqualTo(usage.path("promptTokenCount").asInt() + candidates);
            before = candidates;
            boolean last = event.equals(events.get(events.size() - 1));
            assertThat(event.at("/candidates/0/finishReason").asText())
                    .isEqualTo(last ? "STOP" : "");
        }
        assertThat(events.stream().map(event -> event.path("responseId").asText()).distinct())
                .hasSize(1);
    }

    @Test
    void grounding_isInTheLastOnly_thoughtsFirst() throws Exception {
        String body =
                """
                {"contents":[{"role":"user","parts":[{"text":"Hello. World"}]}],"tools":[{"googleSearch":{}}],
                 "generationConfig":{"thinkingConfig":{"includeThoughts":true}}}\
                """;
        List<JsonNode> events = events(caller.post(SSE, body).body());
        assertThat(events.get(0).at("/candidates/0/content/parts/0/thought").asBoolean()).isTrue();
        for (JsonNode event : events) {
            assertThat(event.at("/candidates/0/groundingMetadata").isObject())
                    .isEqualTo(event.equals(events.get(events.size() - 1)));
        }
    }

    @Test
    void urlContext_isInTheFirstOnly() throws Exception {
        String body =
                """
                {"contents":[{"role":"user","parts":[{"text":"Read https://example.org/a"}]}],
                 "tools":[{"urlContext":{}}]}\
                """;
        List<JsonNode> events = events(caller.post(SSE, body).body());
        for (JsonNode event : events) {
            assertThat(event.at("/candidates/0/urlContextMetadata").isObject())
                    .isEqualTo(event.equals(events.get(0)));
        }
    }

    @Test
    void lineEnd_lf_hasNoCarriageReturn() throws Exception {
        assertThat(stream("x").body()).contains("}\r\n\r\ndata: {");
        caller.control("{\"streamLineEnd\":\"lf\"}");
        assertThat(stream("x").body()).contains("}\n\ndata: {").doesNotContain("\r");
    }

    /** So long an interval that the test would not end if it waited for the whole. */
    @Test
    void interval_firstPieceComesBeforeTheNext() throws Exception {
        caller.control("{\"streamChunkInterval\":\"fixed:600s\"}");
        try (BufferedReader lines = open("good")) {
            assertThat(lines.readLine()).startsWith("data: {");
            assertThat(lines.readLine()).isEmpty();
            assertThat(server.stats().inFlight()).isEqualTo(1);
        }
        awaitAbandoned(1);
        assertThat(server.stats().accepted()).isZero();
    }

    @Test
    void interval_short_comesWhole() throws Exception {
        caller.control("{\"streamChunkInterval\":\"fixed:20ms\",\"streamChunks\":4}");
        long start = System.nanoTime();
        List<JsonNode> events = events(stream("good").body());
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(57_000_000);
        assertThat(text(events)).isEqualTo("{\"mood\":\"good\",\"note\":\"good\"}");
        assertThat(server.stats().accepted()).isEqualTo(1);
        assertThat(server.stats().streams()).isEqualTo(1);
        assertThat(server.stats().inFlight()).isZero();
    }

    @Test
    void streamError_isABareErrorOfSeveralLinesAfterGoodEvents() throws Exception {
        String body = stream(Fault.STREAM_ERROR.marker()).body();
        int bare = body.indexOf("\r\n\r\n{") + 4;
        assertThat(events(body.substring(0, bare))).hasSizeGreaterThan(1);
        String error = body.substring(bare);
        assertThat(error.strip().lines()).hasSizeGreaterThan(3);
        assertThat(Caller.json(error).at("/error/status").asText()).isEqualTo("UNAVAILABLE");
        assertThat(body).doesNotContain("finishReason");
        assertThat(server.stats().rejected()).containsEntry(503, 1L);
    }

    @Test
    void streamErrorEvent_isTheLastEvent() throws Exception {
        List<JsonNode> events = events(stream(Fault.STREAM_ERROR_EVENT.marker()).body());
        assertThat(events).hasSizeGreaterThan(1);
        assertThat(events.get(events.size() - 1).at("/error/code").asInt()).isEqualTo(503);
        assertThat(events.get(0).has("candidates")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STREAM_ERROR", "STREAM_ERROR_EVENT"})
    void streamError_withoutSse_isTheLastElement(Fault fault) throws Exception {
        String body = caller.post(":streamGenerateContent", Caller.request(fault.marker())).body();
        JsonNode array = Caller.json(body);
        assertThat(array.get(array.size() - 1).at("/error/code").asInt()).isEqualTo(503);
        assertThat(array.size()).isGreaterThan(1);
    }

    @Test
    void streamStall_isSilentAfterTheFirstPiece() throws Exception {
        // Closing the reader would wait for the thread that reads.
        try (InputStream body = caller.stream(Caller.request(Fault.STREAM_STALL.marker())).body()) {
            BufferedReader lines = reader(body);
            assertThat(lines.readLine()).startsWith("data: {");
            assertThat(lines.readLine()).isEmpty();
            CompletableFuture<Object> more = CompletableFuture.supplyAsync(() -> read(lines));
            assertThatThrownBy(() -> more.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
        }
        awaitAbandoned(1);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void streamCut_breaksBeforeTheEnd(Version version) throws Exception {
        // The JDK's client forgets what it has not yet handed on when a stream is reset.
        caller.control("{\"streamChunkInterval\":\"fixed:100ms\"}");
        try (BufferedReader lines =
                open(Caller.overTls(server, version), Fault.STREAM_CUT.marker())) {
            List<String> read = new ArrayList<>();
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    String line = lines.readLine();
                                    assertThat(line).as("an orderly end").isNotNull();
                                    read.add(line);
                                }
                            })
                    .isInstanceOf(IOException.class);
            assertThat(read).isNotEmpty();
            assertThat(String.join("", read)).doesNotContain("finishReason");
        }
        assertThat(server.stats().abandoned()).isZero();
        assertThat(server.stats().inFlight()).isZero();
    }

    @Test
    void noFinish_endsInOrderWithoutAReason() throws Exception {
        List<JsonNode> events = events(stream(Fault.NO_FINISH.marker()).body());
        assertThat(Caller.json(text(events)).has("mood")).isTrue();
        assertThat(events.toString()).doesNotContain("finishReason").contains("totalTokenCount");
    }

    @Test
    void loop_repeatsOnePieceUntilTenMebibytes() throws Exception {
        String body = stream(Fault.LOOP.marker()).body();
        List<String> events = body.lines().filter(line -> !line.isEmpty()).toList();
        assertThat(body.length()).isBetween(10 << 20, 11 << 20);
        assertThat(events.subList(1, events.size() - 1).stream().distinct()).hasSize(1);
        assertThat(events.get(events.size() - 1)).contains("\"finishReason\":\"MAX_TOKENS\"");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void loop_clientHangsUp_stops(Version version) throws Exception {
        caller.control("{\"streamChunkInterval\":\"fixed:1ms\"}");
        try (BufferedReader lines = open(Caller.overTls(server, version), Fault.LOOP.marker())) {
            for (int i = 0; i < 20; i++) {
                assertThat(lines.readLine()).isNotNull();
            }
        }
        awaitAbandoned(1);
        assertThat(server.stats().inFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STREAM_ERROR", "STREAM_ERROR_EVENT", "STREAM_STALL", "STREAM_CUT", "LOOP"})
    void streamFaults_concernNoOtherCall(Fault fault) throws Exception {
        HttpResponse<String> response = caller.generate(Caller.request(fault.marker()));
        assertThat(Caller.finishReason(response)).isEqualTo("STOP");
        assertThat(server.stats().faults()).isEmpty();
    }

    private HttpResponse<String> stream(String text) throws Exception {
        return caller.post(SSE, Caller.request(text));
    }

    private BufferedReader open(String text) throws Exception {
        return open(caller, text);
    }

    private static BufferedReader open(Caller caller, String text) throws Exception {
        return reader(caller.stream(Caller.request(text)).body());
    }

    private static BufferedReader reader(InputStream body) {
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    private static Object read(BufferedReader lines) {
        try {
            return String.valueOf(lines.readLine());
        } catch (IOException e) {
            return e;
        }
    }

    private void awaitAbandoned(long times) {
        while (server.stats().abandoned() < times && !Thread.interrupted()) {
            Thread.onSpinWait();
        }
        assertThat(server.stats().abandoned()).isEqualTo(times);
    }

    private static List<JsonNode> events(String body) {
        List<JsonNode> events = new ArrayList<>();
        body.lines()
                .filter(line -> line.startsWith("data: "))
                .forEach(line -> events.add(Caller.json(line.substring("data: ".length()))));
        return events;
    }

    private static String text(List<JsonNode> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(
                event -> text.append(event.at("/candidates/0/content/parts/0/text").asText()));
        return text.toString();
    }
}
