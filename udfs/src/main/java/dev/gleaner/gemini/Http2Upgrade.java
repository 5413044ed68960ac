package dev.gleaner.gemini;

import static org.asynchttpclient.netty.channel.ChannelManager.HTTP2_FRAME_CODEC;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;

/**
 * Learns with the first write which protocol a TLS connection speaks. AsyncHttpClient rebuilds the
 * pipeline for HTTP/2 and offers no place to take part in that; but the HTTP/2 codec writes its
 * preface the moment it is added, so this handler can put others behind it before any request. One
 * for each connection; leaves the pipeline when it knows. A CONNECT tells nothing: the tunnel's TLS
 * comes after it.
 */
final class Http2Upgrade extends ChannelOutboundHandlerAdapter {
    private final StreamShards shards;
    private final List<ChannelHandler> handlers;

    /**
     * Makes a handler for one connection.
     *
     * @param shards is told if the connection does not speak HTTP/2
     * @param handlers what sees its frames if it does, the first next to the wire
     */
    Http2Upgrade(StreamShards shards, List<ChannelHandler> handlers) {
        this.shards = shards;
        this.handlers = handlers;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest request && HttpMethod.CONNECT.equals(request.method())) {
            ChannelFuture unused = context.write(message, promise);
            return;
        }
        boolean http2 = context.pipeline().get(HTTP2_FRAME_CODEC) != null;
        if (http2) {
            for (int i = handlers.size() - 1; i >= 0; i--) {
                context.pipeline().addAfter(HTTP2_FRAME_CODEC, null, handlers.get(i));
            }
        }
        ChannelFuture unused = context.write(message, promise);
        context.pipeline().remove(this);
        if (!http2) {
            shards.withoutHttp2();
        }
    }
}
