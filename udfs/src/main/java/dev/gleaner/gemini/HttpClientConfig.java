package dev.gleaner.gemini;

import static org.asynchttpclient.netty.channel.ChannelManager.AHC_HTTP_HANDLER;

import dev.gleaner.http.ClientSetup;
import dev.gleaner.http.ClientThreads;
import dev.gleaner.http.HttpProxy;
import dev.gleaner.http.InterimResponses;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.TrustManagerFactory;
import org.asynchttpclient.AsyncHttpClientConfig;
import org.asynchttpclient.SslEngineFactory;
import org.asynchttpclient.netty.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/** How AsyncHttpClient is set up to call a model, beyond {@link ClientSetup}. Stateless. */
final class HttpClientConfig {
    // A cold start opens a thousand connections at once, on one core.
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);
    // Below the idle timeouts of servers and load balancers, else attempts meet closed connections.
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    // Closes idle connections after 15 to 30 s, and dead ones after 30 to 45 s.
    private static final Duration LIVENESS_INTERVAL = Duration.ofSeconds(15);
    // Strictly below the 100 that Google's front ends offer: Netty counts an ending stream too.
    private static final int MAX_STREAMS = 99;

    private HttpClientConfig() {}

    /**
     * Returns the configuration.
     *
     * @param threads makes the client's threads
     * @param shards spreads the streams; null for HTTP/1.1
     * @param proxy on the way to the endpoint; null if there is none
     */
    static AsyncHttpClientConfig of(
            EndpointSettings settings,
            ApiKeys keys,
            ClientThreads threads,
            @Nullable StreamShards shards,
            @Nullable HttpProxy proxy) {
        return ClientSetup.builder(threads)
                .setHttp2Enabled(shards != null)
                .setHttp2MaxConcurrentStreams(MAX_STREAMS)
                .setHttp2MaxDecompressedResponseSize(settings.maxAnswerBytes())
                .setPooledConnectionIdleTimeout(IDLE_TIMEOUT)
                .setHandshakeTimeout((int) HANDSHAKE_TIMEOUT.toMillis())
                .setMaxDecompressedResponseSize(settings.maxAnswerBytes())
                .setHttpAdditionalChannelInitializer(handlers(settings, keys, shards))
                .setSslEngineFactory(sslEngines(settings.caCertificates()))
                .setProxyServer(proxy == null ? null : proxy.server())
                .setUserAgent("gleaner/" + version())
                .build();
    }

    private static Consumer<Channel> handlers(
            EndpointSettings settings, ApiKeys keys, @Nullable StreamShards shards) {
        ApiKeyHeader apiKeyHeader = new ApiKeyHeader(settings.auth(), keys);
        EchoedKeyMask echoedKeyMask = new EchoedKeyMask(keys);
        return channel -> {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addBefore(AHC_HTTP_HANDLER, null, new InterimResponses())
                    .addBefore(AHC_HTTP_HANDLER, null, echoedKeyMask)
                    .addLast(apiKeyHeader);
            if (shards != null) {
                pipeline.addLast(
                        new Http2Upgrade(
                                shards,
                                List.of(
                                        echoedKeyMask,
                                        apiKeyHeader,
                                        new Http2Liveness(LIVENESS_INTERVAL),
                                        new Http2Connection(shards))));
            }
        };
    }

    private static SslEngineFactory sslEngines(@Nullable String caCertificates) {
        if (caCertificates == null) {
            return new DefaultSslEngineFactory();
        }
        TrustManagerFactory trust = TrustedCertificates.read(caCertificates);
        return new DefaultSslEngineFactory() {
            @Override
            protected SslContextBuilder configureSslContextBuilder(SslContextBuilder builder) {
                return builder.trustManager(trust);
            }
        };
    }

    private static String version() {
        String version = HttpClientConfig.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
