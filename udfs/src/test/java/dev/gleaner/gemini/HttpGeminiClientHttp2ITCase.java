package dev.gleaner.gemini;

import static dev.gleaner.gemini.Attempts.ANSWER;
import static dev.gleaner.gemini.Attempts.LONG;
import static dev.gleaner.gemini.Attempts.answers;
import static dev.gleaner.gemini.Attempts.call;
import static dev.gleaner.gemini.Attempts.client;
import static dev.gleaner.gemini.Attempts.gzip;
import static dev.gleaner.gemini.Attempts.http2Reply;
import static dev.gleaner.gemini.Attempts.start;
import static dev.gleaner.gemini.WireFiles.API_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ScriptedHttp2Server.Exchange;
import dev.gleaner.gemini.ScriptedHttp2Server.Script;
import dev.gleaner.model.FailureKind;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
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

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103, 199})
    void interimAnswer_isSkipped(int status) throws Exception {
        Script script =
                exchange -> {
                    exchange.headers(status, false, "link", "x");
                    exchange.headers(status, false, "link", "x");
                    exchange.answer(200, ANSWER);
                };

        assertThat(http2Reply(script)).isInstanceOf(GeminiReply.Answer.class);
    }

    @Test
    void error_hasItsRetryAfter() throws Exception {
        GeminiReply.Failed failed =
                (GeminiReply.Failed)
                        http2Reply(exchange -> exchange.headers(429, true, "retry-after", "7"));

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

        assertThat(http2Reply(script)).isInstanceOf(GeminiReply.Answer.class);
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
    void serverWithoutHttp2_isSpokenToInHttp11() throws Exception {
        int count = 100;
        X509Bundle certificate = ScriptedHttp2Server.newCertificate();
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        try (ScriptedServer server =
                        new ScriptedServer(
                                tls.getServerSocketFactory(),
                                ScriptedServer.answers(200, "", ANSWER));
                HttpGeminiClient client =
                        Attempts.client(
                                server.endpoint(),
                                Auth.BEARER,
                                true,
                                certificate.toTempRootCertPem().toString())) {
            assertThat(answers(client, count)).isEqualTo(count);
            assertThat(answers(client, count)).isEqualTo(count);

            assertThat(server.requests)
                    .hasSize(2 * count)
                    .allMatch(request -> request.contains("Authorization: Bearer " + API_KEY));
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
}
