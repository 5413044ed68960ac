package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A token in a file that is renewed while the client lives. */
@Timeout(120)
class HttpGeminiClientKeyITCase {
    private static final byte[] REFUSAL =
            WireFiles.utf8("{\"error\":{\"code\":401,\"message\":\"no old-token\"}}");

    private final Path file;

    HttpGeminiClientKeyITCase(@TempDir Path folder) throws IOException {
        file = Files.writeString(folder.resolve("token"), "old-token\n");
    }

    @Test
    void expiredToken_isReplacedByTheFilesNewOne() throws Exception {
        ScriptedServer.Script refusal = refusing();
        ScriptedServer.Script answer = ScriptedServer.answers(200, "", Attempts.ANSWER);
        AtomicBoolean expired = new AtomicBoolean();
        ScriptedServer.Script script =
                connection -> {
                    boolean first = expired.compareAndSet(false, true);
                    (first ? refusal : answer).answer(connection);
                };
        try (ScriptedServer server = new ScriptedServer(script);
                HttpGeminiClient client = client(server.endpoint(), file)) {
            GeminiReply.Failed first = (GeminiReply.Failed) Attempts.call(client, Attempts.LONG);
            GeminiReply second = Attempts.call(client, Attempts.LONG);

            assertThat(first.kind()).isEqualTo(FailureKind.API_KEY_RENEWED);
            assertThat(first.detail()).doesNotContain("old-token").contains("***");
            assertThat(second).isInstanceOf(GeminiReply.Answer.class);
            assertThat(server.requests.take()).contains("Bearer old-token");
            assertThat(server.requests.take()).contains("Bearer new-token");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("gleaner-http"));
    }

    @Test
    void tokenThatChangesInTheFile_isCarriedByTheNextRequests_withoutARefusal() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(ScriptedServer.answers(200, "", Attempts.ANSWER));
                HttpGeminiClient client = client(server.endpoint(), file)) {
            Attempts.call(client, Attempts.LONG);
            assertThat(server.requests.take()).contains("Bearer old-token");
            Files.writeString(file, "new-token\n");

            String request = "";
            while (!request.contains("Bearer new-token")) {
                assertThat(Attempts.call(client, Attempts.LONG))
                        .isInstanceOf(GeminiReply.Answer.class);
                request = server.requests.take();
            }
            assertThat(request).doesNotContain("old-token");
        }
    }

    @Test
    void tokenThatIsNotRenewed_isRejected_andInNoDetail() throws Exception {
        ScriptedServer.Script refusal =
                ScriptedServer.answers(401, "x-echo: old-token\r\n", REFUSAL);
        try (ScriptedServer server = new ScriptedServer(refusal);
                HttpGeminiClient client = client(server.endpoint(), file)) {
            GeminiReply.Failed failed = (GeminiReply.Failed) Attempts.call(client, Attempts.LONG);

            assertThat(failed.kind()).isEqualTo(FailureKind.API_KEY_REJECTED);
            assertThat(failed.httpStatus()).isEqualTo(401);
            assertThat(failed.detail()).contains("***").doesNotContain("old-token");
        }
    }

    @Test
    void formerToken_thatALaterAnswerRepeats_isInNoDetail() throws Exception {
        byte[] error =
                WireFiles.utf8("{\"error\":{\"code\":503,\"message\":\"old-token, new-token\"}}");
        AtomicBoolean renewed = new AtomicBoolean();
        ScriptedServer.Script refusal = refusing();
        ScriptedServer.Script overload = ScriptedServer.answers(503, "", error);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    boolean first = renewed.compareAndSet(false, true);
                                    (first ? refusal : overload).answer(connection);
                                });
                HttpGeminiClient client = client(server.endpoint(), file)) {
            Attempts.call(client, Attempts.LONG);
            GeminiReply.Failed failed = (GeminiReply.Failed) Attempts.call(client, Attempts.LONG);

            assertThat(failed.kind()).isEqualTo(FailureKind.OVERLOADED);
            assertThat(failed.detail()).contains("***, ***").doesNotContain("token");
        }
    }

    @Test
    void stream_thatIsRefusedForAnExpiredToken_isAskedForWithTheNewOne() throws Exception {
        AtomicBoolean expired = new AtomicBoolean();
        ScriptedServer.Script refusal = refusing();
        ScriptedServer.Script stream = StreamScripts.streams(StreamScripts.lastEvent("yes", 3));
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    boolean first = expired.compareAndSet(false, true);
                                    (first ? refusal : stream).answer(connection);
                                });
                HttpGeminiClient client =
                        client(server.endpoint(), file, null, new StreamSettings(Attempts.LONG))) {
            GeminiReply.Failed first = (GeminiReply.Failed) Attempts.call(client, Attempts.LONG);
            GeminiReply second = Attempts.call(client, Attempts.LONG);

            assertThat(first.kind()).isEqualTo(FailureKind.API_KEY_RENEWED);
            assertThat(second).isInstanceOf(GeminiReply.Answer.class);
            assertThat(server.requests.take()).contains("Bearer old-token");
            assertThat(server.requests.take()).contains("Bearer new-token");
        }
    }

    @Test
    void http2Connection_carriesTheNewToken_withoutBeingOpenedAnew() throws Exception {
        AtomicBoolean expired = new AtomicBoolean();
        try (ScriptedHttp2Server server =
                        new ScriptedHttp2Server(
                                exchange -> {
                                    if (expired.compareAndSet(false, true)) {
                                        renew();
                                        exchange.answer(401, REFUSAL);
                                    } else {
                                        exchange.answer(200, Attempts.ANSWER);
                                    }
                                });
                HttpGeminiClient client =
                        client(server.endpoint(), file, server.certificate().toString(), null)) {
            GeminiReply.Failed first = (GeminiReply.Failed) Attempts.call(client, Attempts.LONG);
            GeminiReply second = Attempts.call(client, Attempts.LONG);

            assertThat(first.kind()).isEqualTo(FailureKind.API_KEY_RENEWED);
            assertThat(second).isInstanceOf(GeminiReply.Answer.class);
            assertThat(server.requests.take().get("authorization")).hasToString("Bearer old-token");
            assertThat(server.requests.take().get("authorization")).hasToString("Bearer new-token");
            assertThat(server.connections).hasValue(1);
        }
    }

    /** Refuses the token, which by then has been renewed. */
    private ScriptedServer.Script refusing() {
        ScriptedServer.Script refusal =
                ScriptedServer.answers(401, "x-echo: old-token, new-token\r\n", REFUSAL);
        return connection -> {
            renew();
            refusal.answer(connection);
        };
    }

    private void renew() {
        try {
            Files.writeString(file, "new-token\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpGeminiClient client(String endpoint, Path file) {
        return client(endpoint, file, null, null);
    }

    private static HttpGeminiClient client(
            String endpoint,
            Path file,
            @Nullable String caCertificates,
            @Nullable StreamSettings stream) {
        EndpointSettings settings = WireFiles.settings(endpoint);
        return new HttpGeminiClient(
                new EndpointSettings(
                        URI.create(endpoint),
                        settings.model(),
                        ApiKeyReference.parse("file:" + file),
                        Auth.BEARER,
                        settings.attemptTimeout(),
                        settings.maxAnswerBytes(),
                        false,
                        caCertificates != null,
                        caCertificates,
                        stream),
                "old-token");
    }
}
