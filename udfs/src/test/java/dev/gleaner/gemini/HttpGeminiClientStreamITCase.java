package dev.gleaner.gemini;

import static dev.gleaner.gemini.Attempts.LONG;
import static dev.gleaner.gemini.Attempts.call;
import static dev.gleaner.gemini.Attempts.streaming;
import static dev.gleaner.gemini.StreamScripts.event;
import static dev.gleaner.gemini.StreamScripts.hangUp;
import static dev.gleaner.gemini.StreamScripts.head;
import static dev.gleaner.gemini.StreamScripts.lastEvent;
import static dev.gleaner.gemini.StreamScripts.part;
import static dev.gleaner.gemini.StreamScripts.pause;
import static dev.gleaner.gemini.StreamScripts.stalls;
import static dev.gleaner.gemini.StreamScripts.stallsPacked;
import static dev.gleaner.gemini.StreamScripts.streams;
import static dev.gleaner.gemini.WireFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ScriptedServer.Script;
import dev.gleaner.model.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streamed answers over real connections, and what becomes of these. */
@Timeout(60)
class HttpGeminiClientStreamITCase {
    private static final Duration IDLE = Duration.ofMillis(500);

    @Test
    void recordedStreams_areDecodedAndTheConnectionKept() throws Exception {
        long seed = System.nanoTime();
        for (String name : WireFiles.streamNames()) {
            byte[] body = WireFiles.read(name);
            byte[][] parts = WireFiles.pieces(body, new Random(seed), 900).toArray(byte[][]::new);
            try (ScriptedServer server = new ScriptedServer(streams(parts));
                    HttpGeminiClient client = streaming(server, LONG)) {
                StreamDecoder whole = WireFiles.decoder().stream();
                boolean unused = whole.read(body);
                for (int i = 0; i < 3; i++) {
                    assertThat(call(client, LONG))
                            .as("%s, seed %d", name, seed)
                            .usingRecursiveComparison()
                            .ignoringFields("metadata.firstTokenNanos")
                            .isEqualTo(whole.end(0));
                }

                // An error is the end, whatever follows: its connection is not used again.
                assertThat(server.connections).hasValue(name.contains("rejected") ? 3 : 1);
            }
        }
    }

    @Test
    void request_asksForUnpackedEvents() throws Exception {
        try (ScriptedServer server = new ScriptedServer(streams(lastEvent("a", 1)));
                HttpGeminiClient client = streaming(server, LONG)) {
            assertThat(call(client, LONG)).isInstanceOf(GeminiReply.Answer.class);

            assertThat(server.requests.take())
                    .startsWith(
                            "POST /v1beta/models/gemini-x:streamGenerateContent?alt=sse"
                                    + " HTTP/1.1\r\n")
                    .doesNotContainIgnoringCase("accept-encoding");
        }
    }

    @Test
    void slowButSteadyStream_mayLastLongerThanTheIdleTimeout() throws Exception {
        Script script =
                connection -> {
                    head(connection);
                    for (int i = 0; i < 12; i++) {
                        pause(connection, Duration.ofMillis(100));
                        part(connection, event("word ", i));
                    }
                    part(connection, lastEvent("end", 12));
                    StreamScripts.end(connection);
                };

        GeminiReply.Answer answer = (GeminiReply.Answer) reply(script, IDLE, LONG);

        assertThat(answer.text()).isEqualTo("word ".repeat(12) + "end");
        assertThat(Duration.ofNanos(answer.metadata().firstTokenNanos()))
                .isBetween(Duration.ofMillis(100), Duration.ofMillis(1_100));
    }

    @Test
    void oneLongEvent_mayComeSlowly() throws Exception {
        byte[] event = lastEvent("a".repeat(1_000), 1);
        Script script =
                connection -> {
                    head(connection);
                    for (byte[] piece : WireFiles.pieces(event, new Random(1), 180)) {
                        pause(connection, Duration.ofMillis(100));
                        part(connection, piece);
                    }
                    StreamScripts.end(connection);
                };

        assertThat(reply(script, IDLE, LONG)).isInstanceOf(GeminiReply.Answer.class);
    }

    @Test
    void streamThatStalls_isATimeoutThatClosesTheConnection() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        long start = System.nanoTime();

        GeminiReply.Failed failed = failedAndClosed(end, stalls(end, event("a", 3)), IDLE, LONG);

        assertThat(failed.kind()).isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
        assertThat(failed.detail())
                .startsWith("nothing of the stream for 500 ms from 127.0.0.1:")
                .contains("call.streamIdleTimeout");
        assertThat(failed.metadata().usage().total()).isEqualTo(3);
        assertThat(failed.metadata().firstTokenNanos()).isPositive();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(IDLE, Duration.ofSeconds(10));
    }

    @Test
    void silenceBeforeTheFirstEvent_isATimeoutThatClosesTheConnection() throws Exception {
        CompletableFuture<String> onlyHead = new CompletableFuture<>();
        CompletableFuture<String> nothing = new CompletableFuture<>();

        assertThat(failedAndClosed(onlyHead, stalls(onlyHead), IDLE, LONG).kind())
                .isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
        assertThat(failedAndClosed(nothing, c -> nothing.complete(hangUp(c)), IDLE, LONG).kind())
                .isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
    }

    @Test
    void comments_areNoSignOfLife() throws Exception {
        Script script =
                connection -> {
                    head(connection);
                    part(connection, event("a", 3));
                    while (true) {
                        pause(connection, Duration.ofMillis(50));
                        part(connection, utf8(": alive\n\n"));
                    }
                };

        assertThat(failed(script, IDLE, LONG).kind()).isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
    }

    @Test
    void streamBeyondTheAttemptTimeout_isATimeoutAndWhatWasBilledIsKept() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();

        GeminiReply.Failed failed =
                failedAndClosed(end, stalls(end, event("a", 3)), LONG, Duration.ofMillis(700));

        assertThat(failed.kind()).isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
        assertThat(failed.metadata().usage().total()).isEqualTo(3);
    }

    @Test
    void streamThatIsCut_isABrokenConnectionAndWhatWasBilledIsKept() throws Exception {
        Script script =
                connection -> {
                    head(connection);
                    part(connection, lastEvent("a", 3));
                    connection.close();
                };

        GeminiReply.Failed failed = failed(script, LONG, LONG);

        assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
        assertThat(failed.metadata().usage().total()).isEqualTo(3);
    }

    @Test
    void streamWithoutAFinishReason_isABrokenConnection() throws Exception {
        GeminiReply.Failed failed = failed(streams(event("a", 3), event("b", 4)), LONG, LONG);

        assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
        assertThat(failed.detail()).contains("without a finishReason");
    }

    @Test
    void errorInTheStream_endsTheAttemptAtOnce() throws Exception {
        byte[] error = utf8("{\n  \"error\": {\"code\": 503, \"status\": \"UNAVAILABLE\"}\n}\n");
        CompletableFuture<String> end = new CompletableFuture<>();

        GeminiReply.Failed failed =
                failedAndClosed(end, stalls(end, event("a", 3), error), LONG, LONG);

        assertThat(failed.kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(failed.metadata().usage().total()).isEqualTo(3);
    }

    @Test
    void answerThatLoops_isEndedOnTheWire() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        Script script =
                connection -> {
                    int events = 0;
                    try {
                        head(connection);
                        while (true) {
                            part(connection, event("\\n and again and again", ++events));
                        }
                    } catch (IOException e) {
                        end.complete("closed");
                        throw e;
                    }
                };

        GeminiReply.Failed failed = failedAndClosed(end, script, LONG, LONG);

        assertThat(failed.kind()).isEqualTo(FailureKind.REPETITIVE_ANSWER);
        assertThat(failed.metadata().usage().total()).isBetween(700L, 1_000L);
    }

    @Test
    void endlessStream_isTooLarge() throws Exception {
        Script script =
                connection -> {
                    head(connection);
                    for (int i = 0; ; i++) {
                        part(connection, event("word " + i, i));
                    }
                };

        GeminiReply.Failed failed = failed(script, LONG, LONG);

        assertThat(failed.kind()).isEqualTo(FailureKind.ANSWER_TOO_LARGE);
        assertThat(failed.metadata().usage().total()).isPositive();
    }

    @Test
    void packedStream_isUnpackedEventByEvent() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();

        GeminiReply.Failed failed = failed(stallsPacked(end, event("a", 3)), IDLE, LONG);

        assertThat(failed.kind()).isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
        assertThat(failed.metadata().usage().total()).isEqualTo(3);
    }

    @Test
    void errorInsteadOfAStream_isClassifiedByItsStatus() throws Exception {
        GeminiReply.Failed failed =
                failed(ScriptedServer.answers(503, "", utf8("{\"error\":{}}")), LONG, LONG);

        assertThat(failed.kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(failed.httpStatus()).isEqualTo(503);
    }

    /** The client still being open, so that the connection is closed for this attempt's sake. */
    private static GeminiReply.Failed failedAndClosed(
            CompletableFuture<String> end, Script script, Duration idle, Duration timeout)
            throws Exception {
        try (ScriptedServer server = new ScriptedServer(script);
                HttpGeminiClient client = streaming(server, idle)) {
            GeminiReply reply = call(client, timeout);
            assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo("closed");
            return (GeminiReply.Failed) reply;
        }
    }

    private static GeminiReply.Failed failed(Script script, Duration idle, Duration timeout)
            throws Exception {
        return (GeminiReply.Failed) reply(script, idle, timeout);
    }

    private static GeminiReply reply(Script script, Duration idle, Duration timeout)
            throws Exception {
        try (ScriptedServer server = new ScriptedServer(script);
                HttpGeminiClient client = streaming(server, idle)) {
            return call(client, timeout);
        }
    }
}
