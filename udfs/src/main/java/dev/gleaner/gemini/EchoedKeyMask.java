package dev.gleaner.gemini;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/**
 * Takes the API key out of the status and headers of responses. Bad proxies send back what they
 * were sent, and AsyncHttpClient logs the head of responses at DEBUG.
 */
@Sharable
final class EchoedKeyMask extends ChannelInboundHandlerAdapter {
    private final String apiKey;

    EchoedKeyMask(String apiKey) {
        this.apiKey = apiKey;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response
                && apiKey.length() >= Detail.MIN_SECRET_LENGTH) {
            mask(response);
        }
        context.fireChannelRead(message);
    }

    private void mask(HttpResponse response) {
        HttpResponseStatus status = response.status();
        if (status.reasonPhrase().contains(apiKey)) {
            response.setStatus(
                    new HttpResponseStatus(status.code(), masked(status.reasonPhrase())));
        }
        for (Map.Entry<String, String> header : response.headers().entries()) {
            if (header.getValue().contains(apiKey)) {
                response.headers().set(header.getKey(), masked(header.getValue()));
            } else if (header.getKey().contains(apiKey)) {
                response.headers().remove(header.getKey());
            }
        }
    }

    private String masked(String text) {
        return text.replace(apiKey, Detail.MASK);
    }
}
