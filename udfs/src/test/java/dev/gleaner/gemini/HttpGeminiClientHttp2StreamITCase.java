package dev.gleaner.gemini;

import static dev.gleaner.gemini.Attempts.LONG;
import static dev.gleaner.gemini.Attempts.call;
import static dev.gleaner.gemini.Attempts.start;
import static dev.gleaner.gemini.Attempts.streaming;
import static dev.gleaner.gemini.StreamScripts.event;
import static dev.gleaner.gemini.StreamScripts.lastEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ScriptedHttp2Server.Exchange;
import dev.gleaner.gemini.ScriptedHttp2Server.Script;
import dev.gleaner.model.FailureKind;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streamed answers over HTTP/2: what ends one leaves its connection to the others. */
@Timeout(60)
class HttpGeminiClientHttp2StreamITCase {
    private static final Duration IDLE = Duration.ofMillis(500);

    @Test
    void streamThatStalls_isResetAndNothingElse() throws Exception {
        assertReset(
                exchange -> {
                    exchange.headers(200, false);
                    exchange.part(event("a", 3));
                },
                IDLE,
                FailureKind.ATTEMPT_TIMEOUT);
    }

    @Test
    void silenceBeforeTheFirstEvent_resetsTheStream() throws Exception {
        assertReset(exchange -> exchange.headers(200, false), IDLE, FailureKind.ATTEMPT_TIMEOUT);
    }

    @Test
    void answerThatLoops_isResetAndNothingElse() throws Exception {
        assertReset(
                exchange -> {
                    exchange.headers(200, false);
                    exchange.part(event("\\n and again and again".repeat(1_000), 3));
                },
                LONG,
                FailureKind.REPETITIVE_ANSWER);
    }

    @Test
    void errorInTheStream_resetsTheStream() throws Exception {
        assertReset(
                exchange -> {
                    exchange.headers(200, false);
                    exchange.part(event("a", 3));
                    exchange.part(WireFiles.utf8("{\"error\":{\"code\":503}}"));
                },
                LONG,
                FailureKind.OVERLOADED);
    }

    /** While one stream is ended, the other one on its connection goes on to its end. */
    @Test
    void slowButSteadyStream_goesOnWhileItsNeighbourIsReset() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Script script =
                exchange -> {
                    exchange.headers(200, false);
                    if (requests.incrementAndGet() == 1) {
                        exchange.part(event("a", 3));
                    } else {
                        sendSlowly(exchange, 12);
                    }
                };
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(script);
                HttpGeminiClient client = streaming(server, IDLE)) {
            CompletableFuture<GeminiReply> stalled = start(client, LONG);
            CompletableFuture<GeminiReply> steady = start(client, LONG);

            assertThat(((GeminiReply.Failed) stalled.get(30, TimeUnit.SECONDS)).kind())
                    .isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
            GeminiReply.Answer answer = (GeminiReply.Answer) steady.get(30, TimeUnit.SECONDS);
            assertThat(answer.text()).isEqualTo("word ".repeat(12) + "end");
            assertThat(server.connections).hasValue(1);
        }
    }

    private static void assertReset(Script first, Duration idle, FailureKind kind)
            throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Script script =
                exchange -> {
                    if (requests.incrementAndGet() == 1) {
                        first.answer(exchange);
                    } else {
                        exchange.answer(200, lastEvent("b", 1));
                    }
                };
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(script);
                HttpGeminiClient client = streaming(server, idle)) {
            assertThat(((GeminiReply.Failed) call(client, LONG)).kind()).isEqualTo(kind);
            assertThat(server.resets.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(Http2Error.CANCEL.code());

            assertThat(call(client, LONG)).isInstanceOf(GeminiReply.Answer.class);
            assertThat(server.connections).hasValue(1);
        }
    }

    private static void sendSlowly(Exchange exchange, int events) {
        if (events == 0) {
            exchange.body(lastEvent("end", 1));
            return;
        }
        exchange.part(event("word ", 1));
        var unused =
                exchange.stream()
                        .eventLoop()
                        .schedule(
                                () -> sendSlowly(exchange, events - 1), 100, TimeUnit.MILLISECONDS);
    }
}
