package dev.gleaner.gemini;

import static dev.gleaner.gemini.Attempts.ANSWER;
import static dev.gleaner.gemini.Attempts.LONG;
import static dev.gleaner.gemini.Attempts.call;
import static dev.gleaner.gemini.Attempts.client;
import static dev.gleaner.gemini.Attempts.failed;
import static dev.gleaner.gemini.Attempts.gzip;
import static dev.gleaner.gemini.Attempts.reply;
import static dev.gleaner.gemini.Attempts.start;
import static dev.gleaner.gemini.ScriptedServer.answers;
import static dev.gleaner.gemini.ScriptedServer.sends;
import static dev.gleaner.gemini.WireFiles.API_KEY;
import static dev.gleaner.gemini.WireFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ScriptedServer.Script;
import dev.gleaner.model.FailureKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpGeminiClientITCase {

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
    void hostName_isResolved() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answers(200, "", ANSWER));
                HttpGeminiClient client =
                        client(server.endpoint().replace("127.0.0.1", "localhost"), Auth.BEARER)) {
            assertThat(call(client, LONG)).isInstanceOf(GeminiReply.Answer.class);
            assertThat(server.requests.take()).contains("\r\nhost: localhost:");
        }
    }

    @Test
    void manyAtOnce_allAreAnsweredOnce() throws Exception {
        int count = 300;
        AtomicInteger replies = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        try (ScriptedServer server = new ScriptedServer(answers(200, "", ANSWER));
                HttpGeminiClient client = client(server.endpoint(), Auth.BEARER)) {
            for (int i = 0; i < count; i++) {
                client.generate(
                        utf8("{}"),
                        LONG,
                        reply -> {
                            replies.incrementAndGet();
                            done.countDown();
                        });
            }

            assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(replies).hasValue(count);
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

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103, 199})
    void interimAnswer_isSkippedAndTheBodySentOnce(int status) throws Exception {
        byte[] interim = utf8("HTTP/1.1 " + status + " X\r\nLink: x\r\n\r\n");
        Script answer = answers(200, "", ANSWER);
        Script script =
                connection -> {
                    sends(interim, interim).answer(connection);
                    answer.answer(connection);
                };
        try (ScriptedServer server = new ScriptedServer(script);
                HttpGeminiClient client = client(server.endpoint(), Auth.BEARER)) {
            for (int i = 0; i < 3; i++) {
                assertThat(call(client, LONG)).isInstanceOf(GeminiReply.Answer.class);
            }

            assertThat(server.connections).hasValue(1);
            assertThat(server.requests).allMatch(request -> request.startsWith("POST "));
        }
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
}
