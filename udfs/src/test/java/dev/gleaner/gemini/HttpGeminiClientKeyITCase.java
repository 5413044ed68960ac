package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.FailureKind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token in a file that is renewed while the client lives. */
class HttpGeminiClientKeyITCase {

    @Test
    void expiredToken_isReplacedByTheFilesNewOne(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "old-token\n");
        byte[] error = WireFiles.utf8("{\"error\":{\"code\":401,\"message\":\"no old-token\"}}");
        ScriptedServer.Script refusal =
                ScriptedServer.answers(401, "x-echo: old-token, new-token\r\n", error);
        ScriptedServer.Script answer = ScriptedServer.answers(200, "", Attempts.ANSWER);
        AtomicBoolean expired = new AtomicBoolean();
        ScriptedServer.Script script =
                connection -> {
                    if (expired.compareAndSet(false, true)) {
                        Files.writeString(file, "new-token\n");
                        refusal.answer(connection);
                    } else {
                        answer.answer(connection);
                    }
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

    private static HttpGeminiClient client(String endpoint, Path file) {
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
                        false,
                        null,
                        null),
                "old-token");
    }
}
