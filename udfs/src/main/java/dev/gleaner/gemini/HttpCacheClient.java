package dev.gleaner.gemini;

import dev.gleaner.gemini.CacheDecoder.Operation;
import dev.gleaner.http.ClientThreads;
import dev.gleaner.http.HttpProxy;
import dev.gleaner.http.Proxies;
import dev.gleaner.model.FailureKind;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.uri.Uri;
import org.jspecify.annotations.Nullable;

/**
 * Speaks of cachedContents with AsyncHttpClient, over HTTP/1.1, with one I/O thread and one timer
 * thread of its own: the few requests must neither wait for the many nor hold them up. Each takes
 * at most the settings' attempt timeout. Thread-safe.
 */
public final class HttpCacheClient implements CacheClient {
    private final ClientThreads threads = new ClientThreads();
    private final Set<CacheExchange> underWay = ConcurrentHashMap.newKeySet();
    private final EndpointSettings settings;
    private final CacheDecoder decoder;
    private final DefaultAsyncHttpClient client;
    private final @Nullable KeyRenewal renewal;
    private volatile boolean closed;

    /**
     * Starts the threads; opens no connection yet.
     *
     * @param settings where and how to reach the model
     * @param apiKey the resolved key; if the settings name a file, it is read again when it changes
     * @throws IllegalArgumentException if {@code model.caCertificates} cannot be read
     * @throws dev.gleaner.http.ProxyUnusableException if there is no way out by {@code model.proxy}
     */
    public HttpCacheClient(EndpointSettings settings, String apiKey) {
        ApiKeys keys = new ApiKeys(apiKey);
        this.settings = settings;
        HttpProxy proxy = Proxies.of(settings.proxy()).to(settings.endpoint());
        decoder = new CacheDecoder(new ReplyDecoder(settings, keys, proxy, Clock.systemUTC()));
        client =
                new DefaultAsyncHttpClient(
                        HttpClientConfig.of(settings, keys, threads, null, proxy));
        renewal = KeyRenewal.of(settings.apiKey(), keys);
    }

    @Override
    public void create(byte[] body, Consumer<CacheReply> whenDone) {
        RequestBuilder request =
                request("POST", settings.cachedContents())
                        .setHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                        .setBody(body);
        send(Operation.CREATE, request, whenDone);
    }

    @Override
    public void renew(String name, Duration ttl, Consumer<CacheReply> whenDone) {
        byte[] body =
                ("{\"ttl\":\"" + ttl.toSeconds() + "s\"}").getBytes(StandardCharsets.US_ASCII);
        RequestBuilder request =
                request("PATCH", URI.create(settings.cachedContent(name) + "?updateMask=ttl"))
                        .setHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                        .setBody(body);
        send(Operation.RENEW, request, whenDone);
    }

    @Override
    public void delete(String name, Consumer<CacheReply> whenDone) {
        send(Operation.DELETE, request("DELETE", settings.cachedContent(name)), whenDone);
    }

    @Override
    public void close() {
        closed = true;
        // The HTTP client forgets what is under way when it closes.
        underWay.forEach(exchange -> exchange.finish(closedReply()));
        client.close();
        threads.join();
        if (renewal != null) {
            renewal.close();
        }
    }

    private RequestBuilder request(String method, URI uri) {
        return new RequestBuilder(method)
                .setUri(Uri.create(uri.toString()))
                .setRequestTimeout(settings.attemptTimeout())
                .setReadTimeout(settings.attemptTimeout());
    }

    private void send(Operation operation, RequestBuilder request, Consumer<CacheReply> whenDone) {
        CacheExchange exchange = new CacheExchange(decoder, operation, whenDone, underWay::remove);
        underWay.add(exchange);
        if (closed) {
            exchange.finish(closedReply());
            return;
        }
        try {
            ListenableFuture<Object> unused = client.executeRequest(request.build(), exchange);
        } catch (RuntimeException e) { // it throws once it is closed
            exchange.onThrowable(e);
        }
    }

    private CacheReply closedReply() {
        return decoder.unanswered(FailureKind.CONNECTION_FAILED, "the client was closed");
    }
}
