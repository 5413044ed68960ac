package dev.gleaner.gemini;

import static dev.gleaner.gemini.Attempts.ANSWER;
import static dev.gleaner.gemini.Attempts.LONG;
import static dev.gleaner.gemini.Attempts.call;
import static dev.gleaner.gemini.Attempts.client;
import static dev.gleaner.gemini.Attempts.gzip;
import static dev.gleaner.gemini.Attempts.http2Reply;
import static dev.gleaner.gemini.Attempts.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ScriptedHttp2Server.Script;
import dev.gleaner.model.FailureKind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that can go wrong with HTTP/2. */
@Timeout(60)
class HttpGeminiClientHttp2FaultsITCase {
    private static final Script ANSWERS = exchange -> exchange.answer(200, ANSWER);

    @Test
    void gzipBomb_isTooLarge() throws Exception {
        byte[] packed = gzip(new byte[20_000_000]);
        Script script =
                exchange -> {
                    exchange.headers(200, false, "content-encoding", "gzip");
                    exchange.body(packed);
                };

        assertThat(failure(script)).isEqualTo(FailureKind.ANSWER_TOO_LARGE);
    }

    @Test
    void hugeAnswer_isAbortedAndTooLarge() throws Exception {
        assertThat(failure(exchange -> exchange.answer(200, new byte[200_000])))
                .isEqualTo(FailureKind.ANSWER_TOO_LARGE);
    }

    @Test
    void resetStream_isABrokenConnectionOfThatAttemptAlone() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Script script =
                exchange -> {
                    if (requests.incrementAndGet() == 1) {
                        exchange.reset();
                    } else {
                        exchange.answer(200, ANSWER);
                    }
                };
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(script);
                HttpGeminiClient client = client(server)) {
            assertThat(((GeminiReply.Failed) call(client, LONG)).kind())
                    .isEqualTo(FailureKind.CONNECTION_FAILED);
            assertThat(call(client, LONG)).isInstanceOf(GeminiReply.Answer.class);

            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void connectionThatGoesAway_isReplacedOnceItsAnswersAreThere() throws Exception {
        Script script =
                exchange -> {
                    exchange.goAway();
                    exchange.answer(200, ANSWER);
                };
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(script);
                HttpGeminiClient client = client(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(call(client, LONG)).isInstanceOf(GeminiReply.Answer.class);
            }

            assertThat(server.connections).hasValue(3);
        }
    }

    @Test
    void stalledServer_isATimeoutAndTheConnectionKept() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Script script =
                exchange -> {
                    if (requests.incrementAndGet() > 1) {
                        exchange.answer(200, ANSWER);
                    }
                };
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(script);
                HttpGeminiClient client = client(server)) {
            assertThat(((GeminiReply.Failed) call(client, Duration.ofMillis(800))).kind())
                    .isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
            assertThat(call(client, LONG)).isInstanceOf(GeminiReply.Answer.class);

            assertThat(server.connections).hasValue(1);
        }
    }

    /** From the I/O thread, where the reply is told. */
    @Test
    void nextAttempt_fromWithinAReplyAfterTheConnectionBroke_isMade() throws Exception {
        int count = 20;
        AtomicInteger requests = new AtomicInteger();
        Script script =
                exchange -> {
                    if (requests.incrementAndGet() <= count) {
                        exchange.closeConnection();
                    } else {
                        exchange.answer(200, ANSWER);
                    }
                };
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(script);
                HttpGeminiClient client = client(server)) {
            List<CompletableFuture<GeminiReply>> seconds = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                CompletableFuture<GeminiReply> second = new CompletableFuture<>();
                seconds.add(second);
                untilAnswered(client, second);
            }
            for (CompletableFuture<GeminiReply> second : seconds) {
                assertThat(second.get()).isInstanceOf(GeminiReply.Answer.class);
            }
        }
    }

    @Test
    void certificateThatIsNotTrusted_isATlsFailure() throws Exception {
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(ANSWERS);
                HttpGeminiClient client =
                        Attempts.client(server.endpoint(), Auth.BEARER, true, null)) {
            List<CompletableFuture<GeminiReply>> replies = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                replies.add(start(client, LONG));
            }
            for (CompletableFuture<GeminiReply> reply : replies) {
                GeminiReply.Failed failed = (GeminiReply.Failed) reply.get();
                assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
                assertThat(failed.detail()).startsWith("TLS handshake with 127.0.0.1:");
            }
        }
    }

    @Test
    void attemptThatWaitsForTheConnection_hasItsOwnTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpGeminiClient client =
                        Attempts.client(
                                "https://127.0.0.1:" + silent.getLocalPort(),
                                Auth.BEARER,
                                true,
                                null)) {
            CompletableFuture<GeminiReply> opener = start(client, LONG);
            assertThat(((GeminiReply.Failed) call(client, Duration.ofMillis(300))).kind())
                    .isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
            assertThat(opener).isNotDone();
        }
    }

    private static void untilAnswered(
            HttpGeminiClient client, CompletableFuture<GeminiReply> answer) {
        client.generate(
                WireFiles.utf8("{}"),
                LONG,
                reply -> {
                    if (reply instanceof GeminiReply.Answer) {
                        answer.complete(reply);
                    } else {
                        untilAnswered(client, answer);
                    }
                });
    }

    private static FailureKind failure(Script script) throws Exception {
        return ((GeminiReply.Failed) http2Reply(script)).kind();
    }
}
