package dev.gleaner.gemini;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import java.util.Locale;

/**
 * Adds the API key, as it is then, to a request on its way to the wire, as a handler of HTTP/1.1 or
 * of HTTP/2 frames. AsyncHttpClient logs the headers of its requests at DEBUG and hides only those
 * it knows, so it gets to see a request without the key. A CONNECT gets none: it is the proxy's.
 */
@Sharable
final class ApiKeyHeader extends ChannelOutboundHandlerAdapter {
    private final String name;
    private final String http2Name;
    private final Auth auth;
    private final ApiKeys keys;

    ApiKeyHeader(Auth auth, ApiKeys keys) {
        this.auth = auth;
        this.keys = keys;
        name = auth.header();
        http2Name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Object keyed = message;
        if (message instanceof FullHttpRequest request
                && !HttpMethod.CONNECT.equals(request.method())) {
            keyed = withKey(request);
        } else if (message instanceof Http2HeadersFrame frame) {
            // AsyncHttpClient has made these headers for the wire and keeps its own.
            frame.headers().set(http2Name, value());
        }
        ChannelFuture unused = context.write(keyed, promise);
    }

    private String value() {
        return auth.value(keys.current());
    }

    private FullHttpRequest withKey(FullHttpRequest request) {
        HttpHeaders headers = request.headers().copy().set(name, value());
        return new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                request.content(),
                headers,
                request.trailingHeaders());
    }
}
