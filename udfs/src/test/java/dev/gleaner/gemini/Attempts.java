package dev.gleaner.gemini;

import dev.gleaner.gemini.ScriptedServer.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Attempts over real connections. */
final class Attempts {
    static final Duration LONG = Duration.ofSeconds(30);
    static final int MAX_ANSWER_BYTES = 100_000;
    static final byte[] ANSWER = ScriptedServer.resource("unary-success-basic-reply-short.json");

    private Attempts() {}

    static GeminiReply reply(Script script) throws Exception {
        return reply(script, LONG);
    }

    static GeminiReply reply(Script script, Duration timeout) throws Exception {
        try (ScriptedServer server = new ScriptedServer(script);
                HttpGeminiClient client = client(server.endpoint(), Auth.X_GOOG_API_KEY)) {
            return call(client, timeout);
        }
    }

    static GeminiReply.Failed failed(Script script) throws Exception {
        return (GeminiReply.Failed) reply(script);
    }

    static GeminiReply.Failed failed(Script script, Duration timeout) throws Exception {
        return (GeminiReply.Failed) reply(script, timeout);
    }

    static GeminiReply call(HttpGeminiClient client, Duration timeout) throws Exception {
        return start(client, timeout).get(40, TimeUnit.SECONDS);
    }

    static CompletableFuture<GeminiReply> start(HttpGeminiClient client, Duration timeout) {
        CompletableFuture<GeminiReply> reply = new CompletableFuture<>();
        client.generate(WireFiles.utf8("{\"contents\":[\"ü\"]}"), timeout, reply::complete);
        return reply;
    }

    static HttpGeminiClient client(String endpoint, Auth auth) {
        return client(endpoint, auth, false, null);
    }

    static HttpGeminiClient client(
            String endpoint, Auth auth, boolean http2, @Nullable String caCertificates) {
        return client(endpoint, auth, http2, caCertificates, null);
    }

    /** A client that streams, over HTTP/1.1. */
    static HttpGeminiClient streaming(ScriptedServer server, Duration idleTimeout) {
        return client(
                server.endpoint(),
                Auth.X_GOOG_API_KEY,
                false,
                null,
                new StreamSettings(idleTimeout));
    }

    /** A client that streams, over HTTP/2. */
    static HttpGeminiClient streaming(ScriptedHttp2Server server, Duration idleTimeout)
            throws Exception {
        return client(
                server.endpoint(),
                Auth.X_GOOG_API_KEY,
                true,
                server.certificate().toString(),
                new StreamSettings(idleTimeout));
    }

    private static HttpGeminiClient client(
            String endpoint,
            Auth auth,
            boolean http2,
            @Nullable String caCertificates,
            @Nullable StreamSettings stream) {
        return new HttpGeminiClient(
                new EndpointSettings(
                        URI.create(endpoint),
                        "gemini-x",
                        ApiKeyReference.parse("env:KEY"),
                        auth,
                        EndpointSettings.DEFAULT_ATTEMPT_TIMEOUT,
                        MAX_ANSWER_BYTES,
                        false,
                        http2,
                        caCertificates,
                        stream),
                WireFiles.API_KEY);
    }

    /** A client that speaks HTTP/2 and trusts the server. */
    static HttpGeminiClient client(ScriptedHttp2Server server) throws Exception {
        return client(
                server.endpoint(), Auth.X_GOOG_API_KEY, true, server.certificate().toString());
    }

    static GeminiReply http2Reply(ScriptedHttp2Server.Script script) throws Exception {
        try (ScriptedHttp2Server server = new ScriptedHttp2Server(script);
                HttpGeminiClient client = client(server)) {
            return call(client, LONG);
        }
    }

    /** Returns how many of so many attempts at once are answered. */
    static long answers(HttpGeminiClient client, int count) throws Exception {
        List<CompletableFuture<GeminiReply>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(start(client, LONG));
        }
        CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .get(40, TimeUnit.SECONDS);
        return replies.stream().filter(reply -> reply.join() instanceof GeminiReply.Answer).count();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
