package dev.gleaner.http;

import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.asynchttpclient.AsyncHttpClientConfig.ResponseBodyPartFactory;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Request;
import org.asynchttpclient.channel.DefaultKeepAliveStrategy;
import org.asynchttpclient.channel.KeepAliveStrategy;
import org.jspecify.annotations.Nullable;

/**
 * How AsyncHttpClient is set up, whatever it is for. Its own retries are off because they repeat,
 * and pay for, requests that may have been answered; redirects, because they lead to hosts that
 * nobody named. Host names are resolved by Netty, since the JDK's resolver blocks the caller.
 */
public final class ClientSetup {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Not zero: Netty's loop would then end in the round in which it is told to, and if it is busy
     * just then, which AsyncHttpClient sees to by closing the resolver first, without closing its
     * connections. A close takes 0.1 to 0.2 s for it.
     */
    private static final Duration QUIET = Duration.ofMillis(50);

    private static final KeepAliveStrategy STANDARD = new DefaultKeepAliveStrategy();

    private ClientSetup() {}

    /**
     * Returns a configuration to go on from: HTTP/1.1, one I/O thread, any number of connections.
     *
     * @param threads makes the client's threads
     */
    public static DefaultAsyncHttpClientConfig.Builder builder(ClientThreads threads) {
        return new DefaultAsyncHttpClientConfig.Builder()
                .setHttp2Enabled(false)
                .setMaxRequestRetry(0)
                .setFollowRedirect(false)
                .setCookieStore(null)
                .setKeepAlive(true)
                .setKeepAliveStrategy(ClientSetup::isKept)
                .setMaxConnections(-1)
                .setMaxConnectionsPerHost(-1)
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setResponseBodyPartFactory(ResponseBodyPartFactory.LAZY)
                .setAddressResolverGroup(
                        new DnsAddressResolverGroup(
                                new DnsNameResolverBuilder()
                                        .datagramChannelType(NioDatagramChannel.class)
                                        .socketChannelType(NioSocketChannel.class, true)))
                .setThreadFactory(threads)
                .setIoThreadsCount(1)
                .setShutdownQuietPeriod(QUIET)
                .setShutdownTimeout(Duration.ofSeconds(1));
    }

    /**
     * Returns whether a connection may serve another request. One that took a plain request to a
     * proxy may not: tinyproxy closes it without announcing that, and the next request would meet
     * the closed connection. A tunnel may.
     */
    private static boolean isKept(
            @Nullable InetSocketAddress remote,
            Request request,
            HttpRequest sent,
            HttpResponse response) {
        boolean throughProxy = sent.uri().startsWith("http://");
        return !throughProxy && STANDARD.keepAlive(remote, request, sent, response);
    }
}
