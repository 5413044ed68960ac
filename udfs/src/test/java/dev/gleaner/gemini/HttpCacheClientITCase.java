package dev.gleaner.gemini;

import static dev.gleaner.gemini.ScriptedServer.answers;
import static dev.gleaner.gemini.WireFiles.API_KEY;
import static dev.gleaner.gemini.WireFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.CacheReply.Failed;
import dev.gleaner.gemini.CacheReply.Gone;
import dev.gleaner.gemini.CacheReply.Live;
import dev.gleaner.gemini.ScriptedServer.Script;
import dev.gleaner.model.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpCacheClientITCase {
    private static final String NAME = "cachedContents/abc-123";
    private static final String VERTEX = "projects/p/locations/us/";

    @Test
    void create_isAPostWithTheKey() throws Exception {
        String answer =
                """
                {"name": "cachedContents/abc-123", "model": "models/m", "unknown": {},
                 "expireTime": "2026-11-25T12:05:00.123456789Z",
                 "usageMetadata": {"totalTokenCount": 4711}}
                """;
        try (ScriptedServer server = new ScriptedServer(answers(200, "", utf8(answer)));
                HttpCacheClient client = client(server.endpoint())) {
            assertThat(reply(client, HttpCacheClientITCase::create))
                    .isEqualTo(
                            new Live(NAME, Instant.parse("2026-11-25T12:05:00.123456789Z"), 4711));

            assertThat(server.requests.take())
                    .startsWith("POST /v1beta/cachedContents HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
                    .containsOnlyOnce("\r\nx-goog-api-key: " + API_KEY + "\r\n")
                    .endsWith("\r\n\r\n{\"model\":\"ü\"}");
        }
    }

    @Test
    void renewal_isAPatchOfTheTtl() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answers(200, "", live(NAME)));
                HttpCacheClient client = client(server.endpoint())) {
            assertThat(reply(client, HttpCacheClientITCase::renew))
                    .isEqualTo(new Live(NAME, null, 0));

            assertThat(server.requests.take())
                    .startsWith("PATCH /v1beta/cachedContents/abc-123?updateMask=ttl HTTP/1.1\r\n")
                    .endsWith("\r\n\r\n{\"ttl\":\"300s\"}");
        }
    }

    @Test
    void deletion_isADelete() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answers(200, "", utf8("{}")));
                HttpCacheClient client = client(server.endpoint())) {
            assertThat(reply(client, HttpCacheClientITCase::delete)).isEqualTo(new Gone());

            assertThat(server.requests.take())
                    .startsWith("DELETE /v1beta/cachedContents/abc-123 HTTP/1.1\r\n")
                    .contains("\r\nx-goog-api-key: " + API_KEY + "\r\n");
        }
    }

    @Test
    void vertex_hasTheProjectInItsPaths() throws Exception {
        String name = "projects/123/locations/us/cachedContents/7";
        try (ScriptedServer server = new ScriptedServer(answers(200, "", live(name)));
                HttpCacheClient client =
                        client(server.endpoint() + "/v1/" + VERTEX + "publishers/google")) {
            assertThat(reply(client, HttpCacheClientITCase::create))
                    .isEqualTo(new Live(name, null, 0));
            assertThat(server.requests.take())
                    .startsWith("POST /v1/projects/p/locations/us/cachedContents HTTP/1.1\r\n");

            CompletableFuture<CacheReply> deleted = new CompletableFuture<>();
            client.delete(name, deleted::complete);
            deleted.get(30, TimeUnit.SECONDS);
            assertThat(server.requests.take()).startsWith("DELETE /v1/" + name + " HTTP/1.1\r\n");
        }
    }

    @Test
    void tokenInAFile_isReadAgain(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "old-token\n");
        try (ScriptedServer server = new ScriptedServer(answers(200, "", live(NAME)));
                HttpCacheClient client = new HttpCacheClient(settings(server, file), "old-token")) {
            reply(client, HttpCacheClientITCase::create);
            assertThat(server.requests.take()).contains("Bearer old-token");

            Files.writeString(file, "new-token\n");
            String request = "";
            while (!request.contains("Bearer new-token")) { // within @Timeout
                reply(client, HttpCacheClientITCase::renew);
                request = server.requests.take();
            }
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("gleaner-http"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | NOT_FOUND         | Not found: cache content metadata for 7.
                    404 | NOT_FOUND         | Requested entity was not found.
                    403 | PERMISSION_DENIED | CachedContent not found (or permission denied)
                    """)
    void whatIsNotThere_isGone(int status, String name, String message) throws Exception {
        Script script = answers(status, "", error(status, name, message));

        assertThat(reply(script, HttpCacheClientITCase::renew)).isEqualTo(new Gone());
        assertThat(reply(script, HttpCacheClientITCase::delete)).isEqualTo(new Gone());
        assertThat(reply(script, HttpCacheClientITCase::create)).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | INVALID_ARGUMENT    | Cached content is too small. total_token_count=808, min_total_token_count=1024 | REQUEST_REJECTED
                    403 | PERMISSION_DENIED   | The caller does not have permission | API_KEY_REJECTED
                    404 | NOT_FOUND           | models/x is not found for API version v1beta, or is not supported for createCachedContent. | MODEL_NOT_FOUND
                    429 | RESOURCE_EXHAUSTED  | Resource exhausted. | RATE_LIMITED
                    503 | UNAVAILABLE         | overloaded | OVERLOADED
                    """)
    void refusal_hasItsKindAndReason(int status, String name, String message, FailureKind kind)
            throws Exception {
        Failed failed =
                (Failed)
                        reply(
                                answers(status, "", error(status, name, message)),
                                HttpCacheClientITCase::create);

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.detail()).contains(message.substring(0, 9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"name\":7}",
                "{\"name\":\"models/m\"}",
                "{\"name\":\"cachedContents/a\\\",\\\"x\"}",
                "{\"name\":\"cachedContents/../x\"}",
                "{\"name\":\"../cachedContents/x\"}",
                "<html>"
            })
    void successWithoutAUsableName_isNotGemini(String body) throws Exception {
        Failed failed = (Failed) reply(answers(200, "", utf8(body)), HttpCacheClientITCase::create);

        assertThat(failed.kind()).isEqualTo(FailureKind.NOT_GEMINI);
    }

    @Test
    void otherApi_isNotGemini() throws Exception {
        Failed failed =
                (Failed)
                        reply(
                                answers(404, "Content-Type: text/html\r\n", utf8("<p>")),
                                HttpCacheClientITCase::renew);

        assertThat(failed.kind()).isEqualTo(FailureKind.NOT_GEMINI);
    }

    @Test
    void brokenConnection_fails() throws Exception {
        Failed failed =
                (Failed) reply(connection -> connection.close(), HttpCacheClientITCase::create);

        assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
    }

    @Test
    void close_failsWhatIsUnderWayAndEndsItsThreads() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {})) {
            HttpCacheClient client = client(server.endpoint());
            CompletableFuture<CacheReply> reply = new CompletableFuture<>();
            create(client, reply::complete);
            server.requests.take();

            client.close();

            assertThat(reply).isCompleted();
            assertThat(reply.get()).isInstanceOf(Failed.class);
            assertThat(reply(client, HttpCacheClientITCase::delete)).isInstanceOf(Failed.class);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("gleaner-http"));
        }
    }

    private static CacheReply reply(
            Script script, BiConsumer<CacheClient, Consumer<CacheReply>> request) throws Exception {
        try (ScriptedServer server = new ScriptedServer(script);
                HttpCacheClient client = client(server.endpoint())) {
            return reply(client, request);
        }
    }

    private static CacheReply reply(
            CacheClient client, BiConsumer<CacheClient, Consumer<CacheReply>> request)
            throws Exception {
        CompletableFuture<CacheReply> reply = new CompletableFuture<>();
        request.accept(client, reply::complete);
        return reply.get(40, TimeUnit.SECONDS);
    }

    private static void create(CacheClient client, Consumer<CacheReply> whenDone) {
        client.create(utf8("{\"model\":\"ü\"}"), whenDone);
    }

    private static void renew(CacheClient client, Consumer<CacheReply> whenDone) {
        client.renew(NAME, Duration.ofMinutes(5), whenDone);
    }

    private static void delete(CacheClient client, Consumer<CacheReply> whenDone) {
        client.delete(NAME, whenDone);
    }

    private static HttpCacheClient client(String endpoint) {
        return new HttpCacheClient(WireFiles.settings(endpoint), API_KEY);
    }

    private static EndpointSettings settings(ScriptedServer server, Path token) {
        EndpointSettings usual = WireFiles.settings(server.endpoint());
        return new EndpointSettings(
                usual.endpoint(),
                usual.model(),
                ApiKeyReference.parse("file:" + token),
                Auth.BEARER,
                usual.attemptTimeout(),
                usual.maxAnswerBytes(),
                false,
                false,
                null,
                null);
    }

    private static byte[] live(String name) {
        return utf8("{\"name\":\"" + name + "\"}");
    }

    private static byte[] error(int status, String name, String message) {
        return utf8(
                "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}"
                        .formatted(status, message, name));
    }
}
