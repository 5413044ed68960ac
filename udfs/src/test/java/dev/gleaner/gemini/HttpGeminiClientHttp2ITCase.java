package dev.gleaner.gemini;

import static dev.gleaner.gemini.Attempts.ANSWER;
import static dev.gleaner.gemini.Attempts.LONG;
import static dev.gleaner.gemini.Attempts.call;
import static dev.gleaner.gemini.Attempts.gzip;
import static dev.gleaner.gemini.Attempts.start;
import static dev.gleaner.gemini.WireFiles.API_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ScriptedHttp2Server.Exchange;
import dev.gleaner.gemini.ScriptedHttp2Server.Script;
import dev.gleaner.model.FailureKind;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpGeminiClientHttp2ITCase {
    private static final Script ANSWERS = exchange -> exchange.answer(200, ANSWER);

    @Test
    void answer_isDecodedAndTheConnectionKept() throws Exception {
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(ANSWERS);
                HttpGeminiClient client = client(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(call(client, LONG)).isInstanceOf(GeminiReply.Answer.class);
            }

            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void request_hasPathAndKey() throws Exception {
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(ANSWERS);
                HttpGeminiClient client = client(server)) {
            call(client, LONG);
            call(client, LONG);

            for (int i = 0; i < 2; i++) {
                Http2Headers headers = server.requests.take();
                assertThat(headers.path()).hasToString("/v1beta/models/gemini-x:generateContent");
                assertThat(headers.getAll("x-goog-api-key")).hasToString("[" + API_KEY + "]");
                assertThat(headers.get("content-type")).hasToString("application/json");
            }
        }
    }

    @Test
    void bearerAuth_isAnAuthorizationHeader() throws Exception {
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(ANSWERS);
                HttpGeminiClient client =
                        Attempts.client(
                                server.endpoint(),
                                Auth.BEARER,
                                true,
                                server.certificate().toString())) {
            call(client, LONG);

            assertThat(server.requests.take().get("authorization"))
                    .hasToString("Bearer " + API_KEY);
        }
    }

    @Test
    void manyAtOnce_useFewConnectionsAndNeverAllStreams() throws Exception {
        int count = 300;
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(onceThereAre(count));
                HttpGeminiClient client = client(server)) {
            assertThat(answers(client, count)).isEqualTo(count);

            assertThat(server.connections).hasValue(4);
            assertThat(server.mostStreams).hasValueLessThanOrEqualTo(80);
        }
    }

    /** Without the wait for the server's offer, most of these would be refused. */
    @Test
    void serverThatOffersFewStreams_getsMoreConnections() throws Exception {
        int count = 60;
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(10, onceThereAre(count));
                HttpGeminiClient client = client(server)) {
            assertThat(answers(client, count)).isEqualTo(count);

            assertThat(server.connections).hasValue(8);
            assertThat(server.mostStreams).hasValue(8);
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

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103, 199})
    void interimAnswer_isSkipped(int status) throws Exception {
        Script script =
                exchange -> {
                    exchange.headers(status, false, "link", "x");
                    exchange.headers(status, false, "link", "x");
                    exchange.answer(200, ANSWER);
                };

        assertThat(reply(script)).isInstanceOf(GeminiReply.Answer.class);
    }

    @Test
    void error_hasItsRetryAfter() throws Exception {
        GeminiReply.Failed failed =
                (GeminiReply.Failed)
                        reply(exchange -> exchange.headers(429, true, "retry-after", "7"));

        assertThat(failed.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failed.retryDelay()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void gzip_isUnpacked() throws Exception {
        byte[] packed = gzip(ANSWER);
        Script script =
                exchange -> {
                    exchange.headers(200, false, "content-encoding", "gzip");
                    exchange.body(packed);
                };

        assertThat(reply(script)).isInstanceOf(GeminiReply.Answer.class);
    }

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

    @Test
    void close_failsWhatIsUnderWayAndEndsItsThreads() throws Exception {
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(exchange -> {})) {
            HttpGeminiClient client = client(server);
            CompletableFuture<GeminiReply> reply = start(client, LONG);
            server.requests.take();

            client.close();

            assertThat(((GeminiReply.Failed) reply.get()).kind())
                    .isEqualTo(FailureKind.CONNECTION_FAILED);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("gleaner-http"));
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

    @Test
    void plainHttp_staysHttp11() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.answers(200, "", ANSWER));
                HttpGeminiClient client =
                        Attempts.client(server.endpoint(), Auth.BEARER, true, null)) {
            assertThat(answers(client, 20)).isEqualTo(20);
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

    /** A script that answers nobody before so many have asked. */
    private static Script onceThereAre(int count) {
        List<Exchange> exchanges = new ArrayList<>();
        return exchange -> {
            exchanges.add(exchange); // by the server's one thread
            if (exchanges.size() == count) {
                exchanges.forEach(ANSWERS::answer);
            }
        };
    }

    private static long answers(HttpGeminiClient client, int count) throws Exception {
        List<CompletableFuture<GeminiReply>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(start(client, LONG));
        }
        CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .get(40, TimeUnit.SECONDS);
        return replies.stream().filter(reply -> reply.join() instanceof GeminiReply.Answer).count();
    }

    private static FailureKind failure(Script script) throws Exception {
        return ((GeminiReply.Failed) reply(script)).kind();
    }

    private static GeminiReply reply(Script script) throws Exception {
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(script);
                HttpGeminiClient client = client(server)) {
            return call(client, LONG);
        }
    }

    private static HttpGeminiClient client(ScriptedHttp2Server server) throws Exception {
        return Attempts.client(
                server.endpoint(), Auth.X_GOOG_API_KEY, true, server.certificate().toString());
    }
}
