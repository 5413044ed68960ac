package dev.gleaner.gemini;

import static org.asynchttpclient.netty.channel.Http2ConnectionState.HTTP2_STATE_KEY;

import dev.gleaner.gemini.StreamShards.Shard;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import org.asynchttpclient.netty.channel.Http2ConnectionState;
import org.jspecify.annotations.Nullable;

/** Tells the shards when an HTTP/2 connection takes streams, how many, and when no longer. */
final class Http2Connection extends ChannelInboundHandlerAdapter {
    // What RFC 9113 recommends as the least, for servers that name none.
    private static final long UNSAID = 100;

    private final StreamShards shards;

    Http2Connection(StreamShards shards) {
        this.shards = shards;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        // AsyncHttpClient first: it must know the server's settings before there are requests.
        context.fireChannelRead(message);
        if (message instanceof Http2SettingsFrame frame) {
            Long streams = frame.settings().maxConcurrentStreams();
            Shard shard = shard(context);
            if (shard != null) {
                shards.opened(shard, context.channel(), streams == null ? UNSAID : streams);
            }
        } else if (message instanceof Http2GoAwayFrame) {
            closed(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        // First, so that whoever loses its stream by this does not try this connection again.
        closed(context);
        context.fireChannelInactive();
    }

    private void closed(ChannelHandlerContext context) {
        Shard shard = shard(context);
        if (shard != null) {
            shards.closed(shard, context.channel());
        }
    }

    /** The key under which AsyncHttpClient keeps the connection. */
    private static @Nullable Shard shard(ChannelHandlerContext context) {
        Http2ConnectionState state = context.channel().attr(HTTP2_STATE_KEY).get();
        // A redundant one lost a race: it ends with its first request, and another one is the
        // shard's.
        return state != null
                        && !state.isRedundant()
                        && state.getPartitionKey() instanceof Shard shard
                ? shard
                : null;
    }
}
