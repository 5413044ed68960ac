package dev.gleaner.gemini;

import static dev.gleaner.gemini.ScriptedServer.answers;
import static dev.gleaner.gemini.ScriptedServer.sends;
import static dev.gleaner.gemini.WireFiles.API_KEY;
import static dev.gleaner.gemini.WireFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ScriptedServer.Script;
import dev.gleaner.model.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpGeminiClientITCase {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MAX_ANSWER_BYTES = 100_000;
    private static final byte[] ANSWER =
            ScriptedServer.resource("unary-success-basic-reply-short.json");

    @Test
    void answer_isDecodedAndTheConnectionKept() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answers(200, "", ANSWER));
                HttpGeminiClient client = client(server.endpoint(), Auth.X_GOOG_API_KEY)) {
            for (int i = 0; i < 3; i++) {
                assertThat(call(client, LONG)).isInstanceOf(GeminiReply.Answer.class);
            }

            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void request_hasPathKeyAndBody() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answers(200, "", ANSWER));
                HttpGeminiClient client = client(server.endpoint(), Auth.X_GOOG_API_KEY)) {
            call(client, LONG);

            assertThat(server.requests.take())
                    .startsWith("POST /v1beta/models/gemini-x:generateContent HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
                    .containsIgnoringCase("\r\nuser-agent: gleaner/")
                    .containsOnlyOnce("\r\nx-goog-api-key: " + API_KEY + "\r\n")
                    .endsWith("\r\n\r\n{\"contents\":[\"ü\"]}");
        }
    }

    @Test
    void bearerAuth_isAnAuthorizationHeader() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answers(200, "", ANSWER));
                HttpGeminiClient client = client(server.endpoint(), Auth.BEARER)) {
            call(client, LONG);

            assertThat(server.requests.take())
                    .containsOnlyOnce("\r\nAuthorization: Bearer " + API_KEY + "\r\n")
                    .doesNotContain("x-goog-api-key");
        }
    }

    @Test
    void gzip_isUnpacked() throws Exception {
        Script script = answers(200, "Content-Encoding: gzip\r\n", gzip(ANSWER));

        assertThat(reply(script)).isInstanceOf(GeminiReply.Answer.class);
    }

    @Test
    void gzipBomb_isTooLarge() throws Exception {
        Script script = answers(200, "Content-Encoding: gzip\r\n", gzip(new byte[20_000_000]));

        assertThat(failed(script).kind()).isEqualTo(FailureKind.ANSWER_TOO_LARGE);
    }

    @Test
    void corruptGzip_isABrokenConnection() throws Exception {
        Script script = answers(200, "Content-Encoding: gzip\r\n", utf8("no gzip at all"));

        assertThat(failed(script).kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
    }

    @Test
    void hugeAnswer_isAbortedAndTooLarge() throws Exception {
        Script endless =
                connection -> {
                    connection.getOutputStream().write(utf8("HTTP/1.1 200 OK\r\n\r\n"));
                    while (true) {
                        connection.getOutputStream().write(new byte[8_192]);
                    }
                };
        Script announced =
                sends(
                        utf8("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"),
                        new byte[200_000]);

        assertThat(failed(endless).kind()).isEqualTo(FailureKind.ANSWER_TOO_LARGE);
        assertThat(failed(announced).kind()).isEqualTo(FailureKind.ANSWER_TOO_LARGE);
    }

    @Test
    void hugeError_isClassifiedByWhatWasRead() throws Exception {
        GeminiReply.Failed failed = failed(answers(503, "", new byte[5_000_000]));

        assertThat(failed.kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(failed.httpStatus()).isEqualTo(503);
    }

    @Test
    void error_hasItsRetryAfter() throws Exception {
        GeminiReply.Failed failed =
                failed(answers(429, "Retry-After: 7\r\n", utf8("{\"error\":{}}")));

        assertThat(failed.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failed.retryDelay()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        try (ScriptedServer target = new ScriptedServer(answers(200, "", ANSWER));
                ScriptedServer server =
                        new ScriptedServer(
                                answers(
                                        307,
                                        "Location: " + target.endpoint() + "/x\r\n",
                                        new byte[0]));
                HttpGeminiClient client = client(server.endpoint(), Auth.X_GOOG_API_KEY)) {
            GeminiReply.Failed failed = (GeminiReply.Failed) call(client, LONG);

            assertThat(failed.kind()).isEqualTo(FailureKind.NOT_GEMINI);
            assertThat(failed.detail()).contains("a redirect to 127.0.0.1");
            assertThat(target.connections).hasValue(0);
        }
    }

    @Test
    void html_isNotGemini() throws Exception {
        Script script = answers(200, "Content-Type: text/html\r\n", utf8("<html></html>"));

        assertThat(failed(script).kind()).isEqualTo(FailureKind.NOT_GEMINI);
    }

    @Test
    void serverOfAnotherProtocol_isNotGemini() throws Exception {
        Script script = sends(utf8("220 mail.example ESMTP ready\r\n\r\n"));

        GeminiReply.Failed failed = failed(script);

        assertThat(failed.kind()).isEqualTo(FailureKind.NOT_GEMINI);
        assertThat(failed.detail()).contains("does not answer in HTTP");
    }

    @Test
    void stalledServer_isATimeout() throws Exception {
        GeminiReply.Failed failed = failed(connection -> {}, Duration.ofMillis(300));

        assertThat(failed.kind()).isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
        assertThat(failed.httpStatus()).isNull();
    }

    @Test
    void answerThatStalls_isATimeout() throws Exception {
        Script script = sends(utf8("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"candi"));

        assertThat(failed(script, Duration.ofMillis(300)).kind())
                .isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
    }

    @Test
    void closedConnection_isNotRetriedHere() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> connection.close());
                HttpGeminiClient client = client(server.endpoint(), Auth.X_GOOG_API_KEY)) {
            GeminiReply.Failed failed = (GeminiReply.Failed) call(client, LONG);

            assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
            assertThat(failed.detail()).contains("closed the connection", "127.0.0.1:");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void resetConnection_isABrokenConnection() throws Exception {
        Script script =
                connection -> {
                    connection.setSoLinger(true, 0);
                    connection.close();
                };

        assertThat(failed(script).kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
    }

    @Test
    void answerCutByItsLength_isABrokenConnection() throws Exception {
        Script script =
                connection -> {
                    sends(utf8("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"candidates\":["))
                            .answer(connection);
                    connection.close();
                };

        assertThat(failed(script).kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
    }

    @Test
    void answerCutWithoutALength_isABrokenConnection() throws Exception {
        Script script =
                connection -> {
                    sends(utf8("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"candidates\":["))
                            .answer(connection);
                    connection.shutdownOutput();
                };

        GeminiReply.Failed failed = failed(script);

        assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
        assertThat(failed.httpStatus()).isEqualTo(200);
    }

    @Test
    void refusedConnection_namesHostAndPort() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        try (HttpGeminiClient client = client("http://127.0.0.1:" + port, Auth.X_GOOG_API_KEY)) {
            GeminiReply.Failed failed = (GeminiReply.Failed) call(client, LONG);

            assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
            assertThat(failed.detail()).startsWith("no connection to 127.0.0.1:" + port);
        }
    }

    @Test
    void plainServerBehindHttps_isATlsFailure() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpGeminiClient client =
                        client("https://127.0.0.1:" + plain.getLocalPort(), Auth.BEARER)) {
            CompletableFuture<GeminiReply> reply = start(client, LONG);
            plain.accept().getOutputStream().write(utf8("HTTP/1.1 400 Bad\r\n\r\n"));

            GeminiReply.Failed failed = (GeminiReply.Failed) reply.get(30, TimeUnit.SECONDS);
            assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
            assertThat(failed.detail()).startsWith("TLS handshake with 127.0.0.1:");
        }
    }

    @Test
    void noTimeLeft_isATimeoutAtOnce() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answers(200, "", ANSWER));
                HttpGeminiClient client = client(server.endpoint(), Auth.BEARER)) {
            GeminiReply.Failed failed = (GeminiReply.Failed) call(client, Duration.ZERO);

            assertThat(failed.kind()).isEqualTo(FailureKind.ATTEMPT_TIMEOUT);
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void close_failsWhatIsUnderWayAndEndsItsThreads() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {})) {
            HttpGeminiClient client = client(server.endpoint(), Auth.BEARER);
            CompletableFuture<GeminiReply> reply = start(client, LONG);
            server.requests.take();

            client.close();

            assertThat(reply).isCompleted();
            assertThat(((GeminiReply.Failed) reply.get()).kind())
                    .isEqualTo(FailureKind.CONNECTION_FAILED);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("gleaner-http"));
        }
    }

    @Test
    void closedClient_failsAtOnce() throws Exception {
        HttpGeminiClient client = client("http://127.0.0.1:1", Auth.BEARER);
        client.close();
        client.close();

        assertThat(((GeminiReply.Failed) call(client, LONG)).kind())
                .isEqualTo(FailureKind.CONNECTION_FAILED);
    }

    private static GeminiReply reply(Script script) throws Exception {
        return reply(script, LONG);
    }

    private static GeminiReply reply(Script script, Duration timeout) throws Exception {
        try (ScriptedServer server = new ScriptedServer(script);
                HttpGeminiClient client = client(server.endpoint(), Auth.X_GOOG_API_KEY)) {
            return call(client, timeout);
        }
    }

    private static GeminiReply.Failed failed(Script script) throws Exception {
        return (GeminiReply.Failed) reply(script);
    }

    private static GeminiReply.Failed failed(Script script, Duration timeout) throws Exception {
        return (GeminiReply.Failed) reply(script, timeout);
    }

    private static GeminiReply call(HttpGeminiClient client, Duration timeout) throws Exception {
        return start(client, timeout).get(40, TimeUnit.SECONDS);
    }

    private static CompletableFuture<GeminiReply> start(HttpGeminiClient client, Duration timeout) {
        CompletableFuture<GeminiReply> reply = new CompletableFuture<>();
        client.generate(utf8("{\"contents\":[\"ü\"]}"), timeout, reply::complete);
        return reply;
    }

    private static HttpGeminiClient client(String endpoint, Auth auth) {
        return new HttpGeminiClient(
                new EndpointSettings(
                        URI.create(endpoint),
                        "gemini-x",
                        ApiKeyReference.parse("env:KEY"),
                        auth,
                        EndpointSettings.DEFAULT_ATTEMPT_TIMEOUT,
                        MAX_ANSWER_BYTES,
                        false),
                API_KEY);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
