package dev.gleaner.gemini;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Takes the API key, and those it replaced, out of the status and headers of responses, as a
 * handler of HTTP/1.1 or of HTTP/2 frames. Bad proxies send back what they were sent, and
 * AsyncHttpClient logs the head of responses at DEBUG.
 */
@Sharable
final class EchoedKeyMask extends ChannelInboundHandlerAdapter {
    private final ApiKeys keys;

    EchoedKeyMask(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            mask(response);
        } else if (message instanceof Http2HeadersFrame frame) {
            mask(frame.headers());
        }
        context.fireChannelRead(message);
    }

    private void mask(HttpResponse response) {
        HttpResponseStatus status = response.status();
        if (keys.areIn(status.reasonPhrase())) {
            response.setStatus(
                    new HttpResponseStatus(status.code(), keys.masked(status.reasonPhrase())));
        }
        if (!holdsKey(response.headers())) {
            return;
        }
        for (Map.Entry<String, String> header : response.headers().entries()) {
            if (keys.areIn(header.getValue())) {
                response.headers().set(header.getKey(), keys.masked(header.getValue()));
            } else if (keys.areIn(header.getKey())) {
                response.headers().remove(header.getKey());
            }
        }
    }

    /** Without the list of entries, which would be made for every answer. */
    private boolean holdsKey(HttpHeaders headers) {
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = entries.next();
            if (keys.areIn(header.getValue()) || keys.areIn(header.getKey())) {
                return true;
            }
        }
        return false;
    }

    private void mask(Http2Headers headers) {
        List<CharSequence> echoing = new ArrayList<>();
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            if (keys.areIn(header.getKey()) || keys.areIn(header.getValue())) {
                echoing.add(header.getKey());
            }
        }
        for (CharSequence name : echoing) {
            List<CharSequence> values = headers.getAllAndRemove(name);
            if (!keys.areIn(name)) {
                values.forEach(value -> headers.add(name, keys.masked(value.toString())));
            }
        }
    }
}
