package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultITCase {

    private static SimulatorServer server;
    private static Caller caller;

    @BeforeAll
    static void start() throws IOException {
        server =
                SimulatorServer.start(
                        SimulatorSettings.defaults()
                                .withControl(Control.none().withHugeAnswerBytes(3_000_000)));
        caller = new Caller(server);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL_ERROR,500,INTERNAL",
        "UNAVAILABLE,503,overloaded",
        "DEADLINE_EXCEEDED,504,DEADLINE_EXCEEDED",
        "RATE_LIMITED,429,retryDelay",
        "QUOTA_PER_DAY,429,PerDay",
        "PAYMENT_REQUIRED,402,RESOURCE_EXHAUSTED",
        "PERMISSION_DENIED,403,SERVICE_DISABLED",
        "API_KEY_INVALID,400,API_KEY_INVALID",
        "MODEL_NOT_FOUND,404,NOT_FOUND",
        "SCHEMA_TOO_COMPLEX,400,too many states for serving",
        "ECHO,400,Cannot process",
        "COMET_RATE_LIMITED,429,comet_api_error",
        "COMET_ERROR,500,comet_api_error",
        "COMET_UNAVAILABLE,503,comet_api_error",
        "COMET_NO_CHANNEL,503,no available channel",
        "COMET_INVALID_REQUEST,500,invalid_request",
        "CLOUDFLARE_TIMEOUT,524,<html",
        "HTML,200,<html",
        "REDIRECT,301,<html"
    })
    void marker_rejectingFault_isThatResponse(Fault fault, int status, String part)
            throws Exception {
        HttpResponse<String> response = caller.generate(Caller.request(fault.marker()));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(part);
        assertThat(response.headers().firstValue("retry-after")).isEmpty();
    }

    static Stream<Arguments> answerFaults() {
        return Stream.of(
                finish(Fault.SAFETY, "SAFETY", text -> assertThat(text).isEmpty()),
                finish(Fault.RECITATION, "RECITATION", text -> assertThat(text).isEmpty()),
                finish(
                        Fault.MAX_TOKENS_CUT,
                        "MAX_TOKENS",
                        text -> assertThat(text).startsWith("{\"mood\"").doesNotEndWith("}")),
                finish(
                        Fault.MAX_TOKENS_PADDED,
                        "MAX_TOKENS",
                        text ->
                                assertThat(text)
                                        .startsWith("{\"mood\"")
                                        .endsWith("}" + "\n".repeat(1_000))),
                finish(
                        Fault.EMPTY_ERROR,
                        "STOP",
                        text -> assertThat(Caller.json(text).has("mood")).isTrue()),
                finish(Fault.MAX_TOKENS_EMPTY, "MAX_TOKENS", text -> assertThat(text).isEmpty()),
                finish(
                        Fault.FENCED_JSON,
                        "STOP",
                        text -> assertThat(text).startsWith("```json\n{").endsWith("}\n```")),
                finish(
                        Fault.SCHEMA_VIOLATION,
                        "STOP",
                        text ->
                                assertThat(Caller.json(text).path("mood").asText())
                                        .isEqualTo("no_such_value")),
                finish(
                        Fault.TRAILING_GARBAGE,
                        "STOP",
                        text -> assertThat(text).startsWith("{").contains("}\n\n")),
                finish(
                        Fault.DUPLICATE_KEYS,
                        "STOP",
                        text -> assertThat(text).startsWith("{\"mood\":null,\"mood\":")),
                finish(
                        Fault.UNKNOWN_FINISH_REASON,
                        "SIMULATED_REASON",
                        text -> assertThat(Caller.json(text).has("mood")).isTrue()),
                finish(
                        Fault.NO_USAGE,
                        "STOP",
                        text -> assertThat(Caller.json(text).has("mood")).isTrue()),
                finish(Fault.HUGE_ANSWER, "STOP", text -> assertThat(text).hasSize(3_000_000)),
                finish(Fault.EMPTY_TEXT, "STOP", text -> assertThat(text).isEmpty()));
    }

    private static Arguments finish(Fault fault, String reason, Consumer<String> check) {
        return Arguments.of(fault, reason, check);
    }

    @ParameterizedTest
    @MethodSource("answerFaults")
    void marker_answerFault_isInsideA200(Fault fault, String reason, Consumer<String> check)
            throws Exception {
        HttpResponse<String> response = caller.generate(Caller.request(fault.marker()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Caller.finishReason(response)).isEqualTo(reason);
        check.accept(Caller.text(response));
        assertThat(Caller.json(response).has("usageMetadata")).isEqualTo(fault != Fault.NO_USAGE);
    }

    @Test
    void marker_emptyError_isBesideTheAnswer() throws Exception {
        JsonNode body = Caller.json(caller.generate(Caller.request(Fault.EMPTY_ERROR.marker())));
        assertThat(body.at("/error/message").asText("absent")).isEmpty();
        assertThat(body.has("candidates")).isTrue();
    }

    @Test
    void marker_unaskedEvents_holdTheAnswer() throws Exception {
        HttpResponse<String> response =
                caller.generate(Caller.request(Fault.UNASKED_EVENTS.marker()));
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(response.body()).startsWith("data: {").contains("\"finishReason\":\"STOP\"");
    }

    @Test
    void marker_noCandidates_emptyOrBlocked() throws Exception {
        JsonNode empty =
                Caller.json(caller.generate(Caller.request(Fault.EMPTY_CANDIDATES.marker())));
        JsonNode blocked =
                Caller.json(caller.generate(Caller.request(Fault.PROMPT_BLOCKED.marker())));
        assertThat(empty.path("candidates").isEmpty()).isTrue();
        assertThat(empty.has("promptFeedback")).isFalse();
        assertThat(blocked.has("candidates")).isFalse();
        assertThat(blocked.at("/promptFeedback/blockReason").asText())
                .isEqualTo("PROHIBITED_CONTENT");
    }

    @Test
    void marker_maxTokensEmpty_stillCostsThoughts() throws Exception {
        JsonNode body =
                Caller.json(caller.generate(Caller.request(Fault.MAX_TOKENS_EMPTY.marker())));
        assertThat(body.at("/usageMetadata/thoughtsTokenCount").asInt()).isPositive();
        assertThat(body.at("/usageMetadata/candidatesTokenCount").isMissingNode()).isTrue();
        assertThat(body.at("/candidates/0/content/parts").isMissingNode()).isTrue();
    }

    @Test
    void marker_invalidUtf8_isNotDecodable() throws Exception {
        var request = caller.model(":generateContent", Caller.request(Fault.INVALID_UTF8.marker()));
        byte[] body = caller.sendForBytes(request.header("x-goog-api-key", "k")).body();
        assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void marker_reset_breaksTheConnection() {
        assertThatThrownBy(() -> caller.generate(Caller.request(Fault.RESET.marker())))
                .isInstanceOf(IOException.class)
                .hasRootCauseInstanceOf(SocketException.class)
                .hasStackTraceContaining("reset");
    }

    @Test
    void marker_stall_sendsHeadersAndThenNothing() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> headers =
                caller.generateForStream(Caller.request(Fault.STALL.marker()));
        // The client's own timeout ends with the headers, so the body is read on a thread that can
        // be left.
        try (InputStream body = headers.get(20, TimeUnit.SECONDS).body()) {
            CompletableFuture<byte[]> whole = CompletableFuture.supplyAsync(() -> readAll(body));
            assertThatThrownBy(() -> whole.get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
        }
        assertThat(server.stats().faults().get(Fault.STALL)).isEqualTo(1);
    }

    @Test
    void marker_cutBody_endsEarly() {
        assertThatThrownBy(() -> caller.generate(Caller.request(Fault.CUT_BODY.marker())))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("fixed content-length");
    }

    @Test
    void marker_silence_givesNoHeaders() {
        var request = caller.model(":generateContent", Caller.request(Fault.SILENCE.marker()));
        assertThatThrownBy(
                        () ->
                                caller.send(
                                        request.header("x-goog-api-key", "k")
                                                .timeout(Duration.ofMillis(300))))
                .isInstanceOf(HttpTimeoutException.class);
    }

    private static byte[] readAll(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Test
    void marker_afterExamples_isFound() throws Exception {
        String examples =
                "{\"role\":\"user\",\"parts\":[{\"text\":\"an example\"}]},"
                        + "{\"role\":\"model\",\"parts\":[{\"text\":\"its answer\"}]},";
        String body =
                Caller.request("good [[simulate:unavailable*1]]")
                        .replace("\"contents\":[", "\"contents\":[" + examples);
        assertThat(caller.generate(body).statusCode()).isEqualTo(503);
        assertThat(caller.generate(body).statusCode()).isEqualTo(200);
    }

    @Test
    void marker_withTimes_isUsedUpAlsoByARepairTurn() throws Exception {
        String text = "once " + Fault.SCHEMA_VIOLATION.marker(1);
        String repair =
                Caller.request(text)
                        .replaceFirst(
                                "\\}\\],",
                                "},{\"role\":\"model\",\"parts\":[{\"text\":\"wrong\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"good,"
                                    + " please repair\"}]}],");
        assertThat(Caller.text(caller.generate(Caller.request(text)))).contains("no_such_value");
        assertThat(Caller.text(caller.generate(repair)))
                .isEqualTo("{\"mood\":\"good\",\"note\":\"good, please repair\"}");
    }

    @Test
    void markers_several_areUsedUpInTurn() throws Exception {
        String body =
                Caller.request(
                        Fault.UNAVAILABLE.marker(2) + Fault.FENCED_JSON.marker(1) + " in turn");
        assertThat(caller.generate(body).statusCode()).isEqualTo(503);
        assertThat(caller.generate(body).statusCode()).isEqualTo(503);
        assertThat(Caller.text(caller.generate(body))).startsWith("```");
        assertThat(Caller.text(caller.generate(body))).startsWith("{");
    }

    @Test
    void marker_unknownName_isRefusedByName() throws Exception {
        HttpResponse<String> response = caller.generate(Caller.request("[[simulate:nope]]"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("[[simulate:nope]]");
    }

    @Test
    void marker_inAStream_worksToo() throws Exception {
        String body = Caller.request(Fault.MAX_TOKENS_CUT.marker() + " stream");
        HttpResponse<String> response = caller.post(":streamGenerateContent?alt=sse", body);
        assertThat(response.body()).contains("\"finishReason\":\"MAX_TOKENS\"");
    }
}
