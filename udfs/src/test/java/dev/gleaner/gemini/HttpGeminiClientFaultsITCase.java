package dev.gleaner.gemini;

import static dev.gleaner.gemini.Attempts.LONG;
import static dev.gleaner.gemini.Attempts.call;
import static dev.gleaner.gemini.Attempts.client;
import static dev.gleaner.gemini.Attempts.failed;
import static dev.gleaner.gemini.Attempts.gzip;
import static dev.gleaner.gemini.Attempts.start;
import static dev.gleaner.gemini.ScriptedServer.answers;
import static dev.gleaner.gemini.ScriptedServer.sends;
import static dev.gleaner.gemini.WireFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ScriptedServer.Script;
import dev.gleaner.model.FailureKind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that can be wrong with what answers. */
@Timeout(60)
class HttpGeminiClientFaultsITCase {

    @Test
    void answerWithoutHeaders_keepsItsLimit() throws Exception {
        Script endless =
                connection -> {
                    connection.getOutputStream().write(utf8("HTTP/1.1 200 OK\r\n\r\n"));
                    while (true) {
                        connection.getOutputStream().write(new byte[8_192]);
                    }
                };

        assertThat(failed(endless).kind()).isEqualTo(FailureKind.ANSWER_TOO_LARGE);
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
        Script script =
                sends(
                        utf8("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"),
                        new byte[200_000]);

        assertThat(failed(script).kind()).isEqualTo(FailureKind.ANSWER_TOO_LARGE);
    }

    @Test
    void hugeError_isClassifiedByWhatWasRead() throws Exception {
        GeminiReply.Failed failed = failed(answers(503, "", new byte[5_000_000]));

        assertThat(failed.kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(failed.httpStatus()).isEqualTo(503);
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
}
