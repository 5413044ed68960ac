package dev.gleaner.gemini;

import dev.gleaner.gemini.StreamShards.Stream;
import dev.gleaner.model.FailureKind;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.uri.Uri;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with AsyncHttpClient, with one I/O thread and one timer thread. Bounds nothing but
 * time and size; how many attempts are in flight is the caller's business. Thread-safe.
 *
 * <p>With HTTP/1.1, the default, there is one connection for each attempt in flight. With HTTP/2,
 * which takes TLS, one carries about 80, or fewer if the server offers less; a server without
 * HTTP/2 is spoken to in HTTP/1.1.
 *
 * <p>If answers are streamed, an attempt ends as soon as its stream has failed, repeats itself or
 * has been silent for too long, and with it ends its connection, or with HTTP/2 its stream alone.
 */
public final class HttpGeminiClient implements GeminiClient {
    private final HttpConnections connections;
    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private final ReplyDecoder decoder;
    private final @Nullable KeyRenewal renewal;
    private final Uri uri;
    private final int maxAnswerBytes;
    private final @Nullable StreamSettings streaming;
    private volatile boolean closed;

    /**
     * Starts the threads; opens no connection yet.
     *
     * @param settings where and how to reach the model
     * @param apiKey the resolved key; if the settings name a file, it is read again when it changes
     * @throws IllegalArgumentException if {@code model.caCertificates} cannot be read
     * @throws dev.gleaner.http.ProxyUnusableException if there is no way out by {@code model.proxy}
     */
    public HttpGeminiClient(EndpointSettings settings, String apiKey) {
        this(settings, new ApiKeys(apiKey));
    }

    private HttpGeminiClient(EndpointSettings settings, ApiKeys keys) {
        this(settings, keys, HttpConnections.of(settings, keys));
    }

    HttpGeminiClient(EndpointSettings settings, ApiKeys keys, HttpConnections connections) {
        decoder = new ReplyDecoder(settings, keys, connections.proxy(), Clock.systemUTC());
        renewal = KeyRenewal.of(settings.apiKey(), keys);
        streaming = settings.stream();
        URI address =
                streaming == null ? settings.generateContent() : settings.streamGenerateContent();
        uri = Uri.create(address.toString());
        maxAnswerBytes = settings.maxAnswerBytes();
        this.connections = connections;
    }

    @Override
    public void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone) {
        Stream stream = connections.acquire();
        ReplyDecoder replies = decoder.about(body);
        Exchange exchange =
                new Exchange(
                        replies,
                        maxAnswerBytes,
                        newStreamedAnswer(replies),
                        renewal == null ? whenDone : renewal.watching(whenDone),
                        ended -> ended(ended, stream));
        underWay.add(exchange);
        if (closed) {
            exchange.finish(closedReply());
        } else if (timeout.toMillis() < 1) {
            exchange.finish(decoder.unanswered(FailureKind.ATTEMPT_TIMEOUT, "no time left"));
        } else {
            connections.send(request(body), timeout, stream, exchange);
        }
    }

    @Override
    public void close() {
        closed = true;
        // The HTTP client forgets what is under way when it closes.
        underWay.forEach(exchange -> exchange.finish(closedReply()));
        connections.close();
        if (renewal != null) {
            renewal.close();
        }
    }

    private void ended(Exchange exchange, @Nullable Stream stream) {
        underWay.remove(exchange);
        connections.release(stream);
    }

    private GeminiReply closedReply() {
        return decoder.unanswered(FailureKind.CONNECTION_FAILED, "the client was closed");
    }

    private @Nullable StreamedAnswer newStreamedAnswer(ReplyDecoder replies) {
        return streaming == null
                ? null
                : new StreamedAnswer(replies.stream(), streaming.idleTimeout(), System::nanoTime);
    }

    private RequestBuilder request(byte[] body) {
        RequestBuilder request =
                new RequestBuilder("POST")
                        .setUri(uri)
                        .setHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                        .setBody(body);
        // What packs a stream may hold events back until it has enough to pack.
        return streaming == null
                ? request.setHeader(HttpHeaderNames.ACCEPT_ENCODING, "gzip")
                : request;
    }
}
