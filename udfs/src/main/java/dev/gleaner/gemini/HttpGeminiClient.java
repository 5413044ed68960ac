package dev.gleaner.gemini;

import static org.asynchttpclient.netty.channel.ChannelManager.AHC_HTTP_HANDLER;

import dev.gleaner.model.FailureKind;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.asynchttpclient.AsyncHttpClientConfig;
import org.asynchttpclient.AsyncHttpClientConfig.ResponseBodyPartFactory;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.Request;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.uri.Uri;

/**
 * Sends requests over HTTP/1.1 with AsyncHttpClient: one connection for each attempt in flight,
 * kept for the next, one I/O thread and one timer thread. Bounds nothing but time and size; how
 * many attempts are in flight is the caller's business. Thread-safe.
 *
 * <p>HTTP/2 is off because AsyncHttpClient 3.0.13 fails requests once a connection's streams are
 * used up. Its own retries are off because they repeat, and pay for, requests that may have been
 * answered. Host names are resolved by Netty, since the JDK's resolver blocks the caller.
 */
public final class HttpGeminiClient implements GeminiClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    // A cold start opens a thousand connections at once, on one core.
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);
    // Below the idle timeouts of servers and load balancers, else attempts meet closed connections.
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private final DefaultAsyncHttpClient client;
    private final ClientThreads threads;
    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private final ReplyDecoder decoder;
    private final Uri uri;
    private final int maxAnswerBytes;
    private volatile boolean closed;

    /**
     * Starts the threads; opens no connection yet.
     *
     * @param settings where and how to reach the model
     * @param apiKey the resolved key
     */
    public HttpGeminiClient(EndpointSettings settings, String apiKey) {
        this(settings, apiKey, new ClientThreads());
    }

    private HttpGeminiClient(EndpointSettings settings, String apiKey, ClientThreads threads) {
        this(
                settings,
                apiKey,
                threads,
                new DefaultAsyncHttpClient(config(settings, apiKey, threads)));
    }

    HttpGeminiClient(
            EndpointSettings settings,
            String apiKey,
            ClientThreads threads,
            DefaultAsyncHttpClient client) {
        decoder = new ReplyDecoder(settings, apiKey, Clock.systemUTC());
        uri = Uri.create(settings.generateContent().toString());
        maxAnswerBytes = settings.maxAnswerBytes();
        this.threads = threads;
        this.client = client;
    }

    @Override
    public void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone) {
        Exchange exchange = new Exchange(decoder, maxAnswerBytes, whenDone, underWay::remove);
        underWay.add(exchange);
        if (closed) {
            exchange.finish(closedReply());
        } else if (timeout.toMillis() < 1) {
            exchange.finish(decoder.unanswered(FailureKind.ATTEMPT_TIMEOUT, "no time left"));
        } else {
            execute(request(body, timeout), exchange);
        }
    }

    @Override
    public void close() {
        closed = true;
        // The HTTP client forgets what is under way when it closes.
        underWay.forEach(exchange -> exchange.finish(closedReply()));
        client.close();
        threads.join();
    }

    private void execute(Request request, Exchange exchange) {
        try {
            ListenableFuture<Object> unused = client.executeRequest(request, exchange);
        } catch (RuntimeException e) {
            // It throws once it, its timer or its event loop is closed.
            exchange.finish(decoder.broken(e));
        }
    }

    private GeminiReply closedReply() {
        return decoder.unanswered(FailureKind.CONNECTION_FAILED, "the client was closed");
    }

    private Request request(byte[] body, Duration timeout) {
        return new RequestBuilder("POST")
                .setUri(uri)
                .setHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .setHeader(HttpHeaderNames.ACCEPT_ENCODING, "gzip")
                .setBody(body)
                .setRequestTimeout(timeout)
                .setReadTimeout(timeout)
                .build();
    }

    private static AsyncHttpClientConfig config(
            EndpointSettings settings, String apiKey, ClientThreads threads) {
        ApiKeyHeader apiKeyHeader = new ApiKeyHeader(settings.auth(), apiKey);
        EchoedKeyMask echoedKeyMask = new EchoedKeyMask(apiKey);
        return new DefaultAsyncHttpClientConfig.Builder()
                .setHttp2Enabled(false)
                .setMaxRequestRetry(0)
                .setFollowRedirect(false)
                .setCookieStore(null)
                .setKeepAlive(true)
                .setMaxConnections(-1)
                .setMaxConnectionsPerHost(-1)
                .setPooledConnectionIdleTimeout(IDLE_TIMEOUT)
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setHandshakeTimeout((int) HANDSHAKE_TIMEOUT.toMillis())
                .setMaxDecompressedResponseSize(settings.maxAnswerBytes())
                .setResponseBodyPartFactory(ResponseBodyPartFactory.LAZY)
                .setHttpAdditionalChannelInitializer(
                        channel ->
                                channel.pipeline()
                                        .addBefore(AHC_HTTP_HANDLER, null, new InterimResponses())
                                        .addBefore(AHC_HTTP_HANDLER, null, echoedKeyMask)
                                        .addLast(apiKeyHeader))
                .setAddressResolverGroup(nonBlockingResolver())
                .setUserAgent("gleaner/" + version())
                .setThreadFactory(threads)
                .setIoThreadsCount(1)
                .setShutdownQuietPeriod(Duration.ZERO)
                .setShutdownTimeout(Duration.ofSeconds(1))
                .build();
    }

    private static DnsAddressResolverGroup nonBlockingResolver() {
        return new DnsAddressResolverGroup(
                new DnsNameResolverBuilder()
                        .datagramChannelType(NioDatagramChannel.class)
                        .socketChannelType(NioSocketChannel.class, true));
    }

    private static String version() {
        String version = HttpGeminiClient.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
