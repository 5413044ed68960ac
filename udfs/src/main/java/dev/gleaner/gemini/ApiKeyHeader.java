package dev.gleaner.gemini;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Adds the API key to a request on its way to the wire. AsyncHttpClient logs the headers of its
 * requests at DEBUG and hides only those it knows, so it gets to see a request without the key.
 */
@Sharable
final class ApiKeyHeader extends ChannelOutboundHandlerAdapter {
    private final String name;
    private final String value;

    ApiKeyHeader(Auth auth, String apiKey) {
        name = auth.header();
        value = auth.value(apiKey);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Object keyed = message instanceof FullHttpRequest request ? withKey(request) : message;
        ChannelFuture unused = context.write(keyed, promise);
    }

    private FullHttpRequest withKey(FullHttpRequest request) {
        HttpHeaders headers = request.headers().copy().set(name, value);
        return new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                request.content(),
                headers,
                request.trailingHeaders());
    }
}
