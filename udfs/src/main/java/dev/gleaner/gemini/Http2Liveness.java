package dev.gleaner.gemini;

import static org.asynchttpclient.netty.channel.Http2ConnectionState.HTTP2_STATE_KEY;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.netty.channel.Http2ConnectionState;
import org.jspecify.annotations.Nullable;

/**
 * Closes an HTTP/2 connection that is idle, for the server would do so when a request is on its
 * way; and one that is dead. A timeout ends a stream and not the connection, so without this each
 * attempt on a connection that the network has forgotten would wait for its timeout until the
 * kernel gives up, a quarter of an hour later. One for each connection.
 */
final class Http2Liveness extends ChannelDuplexHandler {
    private final long intervalNanos;
    private boolean heard;
    private boolean asked;
    private boolean used;
    private @Nullable ScheduledFuture<?> check;

    /**
     * Makes a handler.
     *
     * @param interval without a stream in one, a connection is idle; without a sign of life in two,
     *     of which the second begins with a ping, it is dead
     */
    Http2Liveness(Duration interval) {
        intervalNanos = interval.toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        used = true;
        check =
                context.executor()
                        .scheduleWithFixedDelay(
                                () -> check(context),
                                intervalNanos,
                                intervalNanos,
                                TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (check != null) {
            check.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heard = true;
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        used |= message instanceof Http2HeadersFrame;
        ChannelFuture unused = context.write(message, promise);
    }

    private void check(ChannelHandlerContext context) {
        boolean idle = !used && streams(context) == 0;
        boolean dead = asked && !heard;
        if (idle || dead) {
            ChannelFuture unused = context.close();
        } else if (!heard) {
            asked = true;
            ChannelFuture unused = context.writeAndFlush(new DefaultHttp2PingFrame(0));
        } else {
            asked = false;
        }
        heard = false;
        used = false;
    }

    private static int streams(ChannelHandlerContext context) {
        Http2ConnectionState state = context.channel().attr(HTTP2_STATE_KEY).get();
        return state == null ? 0 : state.getActiveStreams();
    }
}
