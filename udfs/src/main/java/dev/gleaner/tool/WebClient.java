package dev.gleaner.tool;

import dev.gleaner.http.ClientSetup;
import dev.gleaner.http.ClientThreads;
import dev.gleaner.http.HttpProxy;
import dev.gleaner.http.InterimResponses;
import dev.gleaner.http.Proxies;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.asynchttpclient.AsyncHttpClientConfig;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.netty.channel.ChannelManager;
import org.asynchttpclient.proxy.ProxyServer;
import org.asynchttpclient.uri.Uri;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the web with AsyncHttpClient, with one I/O thread and one timer thread. It follows no
 * redirect, since that would lead to a host that nobody allowed, keeps no cookies and repeats
 * nothing. Thread-safe.
 */
final class WebClient implements WebGet, AutoCloseable {
    // Below the idle timeouts of servers, else requests meet closed connections.
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(15);

    private final ClientThreads threads = new ClientThreads();
    private final DefaultAsyncHttpClient client;
    private final Duration timeout;

    /** Starts the threads; opens no connection yet. */
    WebClient(Duration timeout, Proxies proxies) {
        this.timeout = timeout;
        client = new DefaultAsyncHttpClient(config(threads, proxies));
    }

    @Override
    public CompletableFuture<WebAnswer> get(String url, int maxBytes) {
        WebExchange exchange = new WebExchange(maxBytes);
        try {
            // The URL is encoded already.
            RequestBuilder request =
                    new RequestBuilder("GET", true)
                            .setUri(Uri.create(url))
                            .setHeader(HttpHeaderNames.ACCEPT, "application/json, text/*;q=0.8")
                            .setRequestTimeout(timeout)
                            .setReadTimeout(timeout);
            ListenableFuture<Object> unused = client.executeRequest(request.build(), exchange);
        } catch (RuntimeException e) { // it throws once it is closed
            exchange.onThrowable(e);
        }
        return exchange.answer();
    }

    /** Closes all connections and waits until the threads have ended. */
    @Override
    public void close() {
        client.close();
        threads.join();
    }

    private static @Nullable ProxyServer server(Proxies proxies, Uri uri) {
        HttpProxy proxy = proxies.to(uri.isSecured(), uri.getHost(), uri.getExplicitPort());
        return proxy == null ? null : proxy.server();
    }

    private static AsyncHttpClientConfig config(ClientThreads threads, Proxies proxies) {
        return ClientSetup.builder(threads)
                .setPooledConnectionIdleTimeout(IDLE_TIMEOUT)
                .setHttpAdditionalChannelInitializer(
                        channel ->
                                channel.pipeline()
                                        .addBefore(
                                                ChannelManager.AHC_HTTP_HANDLER,
                                                null,
                                                new InterimResponses()))
                .setProxyServerSelector(uri -> server(proxies, uri))
                .setUserAgent("gleaner")
                .build();
    }
}
