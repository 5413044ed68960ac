package dev.gleaner.gemini;

import dev.gleaner.gemini.StreamShards.Shard;
import dev.gleaner.gemini.StreamShards.Stream;
import dev.gleaner.http.ClientThreads;
import dev.gleaner.http.HttpProxy;
import dev.gleaner.http.Proxies;
import dev.gleaner.http.ProxyUnusableException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.RequestBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one client and the threads that serve them. With HTTP/1.1 there is one for
 * each request in flight, kept for the next; with HTTP/2 one for each shard. Thread-safe.
 */
final class HttpConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnections.class);

    private final DefaultAsyncHttpClient client;
    private final ClientThreads threads;
    private final @Nullable StreamShards shards;
    private final @Nullable HttpProxy proxy;

    /**
     * Takes over a client.
     *
     * @param threads made the client's threads
     * @param shards spreads the streams; null for HTTP/1.1
     * @param proxy on the way to the endpoint; null if there is none
     */
    HttpConnections(
            DefaultAsyncHttpClient client,
            ClientThreads threads,
            @Nullable StreamShards shards,
            @Nullable HttpProxy proxy) {
        this.client = client;
        this.threads = threads;
        this.shards = shards;
        this.proxy = proxy;
    }

    /**
     * Starts the threads; opens no connection yet.
     *
     * @throws IllegalArgumentException if {@code model.caCertificates} cannot be read
     * @throws ProxyUnusableException if there is no way out by {@code model.proxy}
     */
    static HttpConnections of(EndpointSettings settings, ApiKeys keys) {
        ClientThreads threads = new ClientThreads();
        boolean tls = "https".equalsIgnoreCase(settings.endpoint().getScheme());
        StreamShards shards = settings.http2() && tls ? new StreamShards() : null;
        HttpProxy proxy = Proxies.of(settings.proxy()).to(settings.endpoint());
        if (proxy != null) {
            LOG.info("{} is called by way of the proxy {}", settings.endpoint().getHost(), proxy);
        }
        return new HttpConnections(
                new DefaultAsyncHttpClient(
                        HttpClientConfig.of(settings, keys, threads, shards, proxy)),
                threads,
                shards,
                proxy);
    }

    /** Returns the proxy on the way to the endpoint; null if there is none. */
    @Nullable HttpProxy proxy() {
        return proxy;
    }

    /** Takes an HTTP/2 stream, which must be released once; null with HTTP/1.1. */
    @Nullable Stream acquire() {
        return shards == null ? null : shards.acquire();
    }

    void release(@Nullable Stream stream) {
        if (shards != null && stream != null) {
            shards.release(stream);
        }
    }

    /**
     * Sends a request; the exchange is told how it ends, whatever happens.
     *
     * @param timeout the longest wait for the whole answer
     * @param stream what was acquired for it
     */
    void send(
            RequestBuilder request, Duration timeout, @Nullable Stream stream, Exchange exchange) {
        if (shards == null || stream == null) {
            execute(request, timeout, exchange);
            return;
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        Runnable task = () -> executeBy(deadline, request, stream, exchange);
        if (!shards.start(stream, task)) {
            endBy(timeout, exchange);
        }
    }

    private void executeBy(
            long deadline, RequestBuilder request, Stream stream, Exchange exchange) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (exchange.isDone()) {
            return;
        }
        if (left.toMillis() < 1) {
            exchange.onThrowable(new TimeoutException());
            return;
        }
        Shard shard = stream.shard();
        if (shard != null) {
            request.setChannelPoolPartitioning((uri, virtualHost, proxy) -> shard);
        }
        execute(request, left, exchange);
    }

    private void execute(RequestBuilder request, Duration timeout, Exchange exchange) {
        request.setRequestTimeout(timeout).setReadTimeout(timeout);
        try {
            ListenableFuture<Object> started = client.executeRequest(request.build(), exchange);
            exchange.started(started, client.getEventLoopGroup());
        } catch (RuntimeException e) {
            // It throws once it, its timer or its event loop is closed.
            exchange.onThrowable(e);
        }
    }

    /** AsyncHttpClient minds the time only of what it was given. */
    private void endBy(Duration timeout, Exchange exchange) {
        try {
            ScheduledFuture<?> unused =
                    client.getEventLoopGroup()
                            .schedule(
                                    () -> exchange.onThrowable(new TimeoutException()),
                                    timeout.toMillis(),
                                    TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) { // closed
            exchange.onThrowable(e);
        }
    }

    /** Closes all connections and waits until the threads have ended. */
    @Override
    public void close() {
        client.close();
        threads.join();
    }
}
