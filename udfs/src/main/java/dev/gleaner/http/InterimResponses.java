package dev.gleaner.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Drops interim answers (HTTP 1xx), which a server may send before the answer. AsyncHttpClient
 * 3.0.13 takes one for the answer and keeps the connection, on which the next request could then
 * meet the answer to this one; and after an interim 100 it sends the body again. One for each
 * connection.
 */
public final class InterimResponses extends ChannelInboundHandlerAdapter {
    private boolean dropping;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            dropping = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        boolean drop = dropping;
        if (message instanceof LastHttpContent) {
            dropping = false;
        }
        if (drop) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }
}
