package dev.gleaner.tool;

import dev.gleaner.http.LastSent;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.netty.request.NettyRequest;
import org.jspecify.annotations.Nullable;

/** One GET request under way: collects the answer up to its limit. */
final class WebExchange implements AsyncHandler<Object> {
    private static final int MAX_DEPTH = 16;

    private final CompletableFuture<WebAnswer> answer = new CompletableFuture<>();
    private final int maxBytes;
    private volatile LastSent sent = LastSent.NOTHING;

    // The rest is written by the I/O thread alone.
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private @Nullable String contentType;
    private boolean cut;

    WebExchange(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns what it ends in. */
    CompletableFuture<WebAnswer> answer() {
        return answer;
    }

    @Override
    public void onRequestSend(NettyRequest request) {
        sent = LastSent.of(request);
    }

    @Override
    public State onStatusReceived(HttpResponseStatus responseStatus) {
        status = responseStatus.getStatusCode();
        return State.CONTINUE;
    }

    @Override
    public State onHeadersReceived(HttpHeaders headers) {
        contentType = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return State.CONTINUE;
    }

    @Override
    public State onBodyPartReceived(HttpResponseBodyPart part) throws IOException {
        ByteBuf bytes = part.getBodyByteBuf();
        int count = Math.min(bytes.readableBytes(), maxBytes - body.size());
        cut = count < bytes.readableBytes();
        bytes.getBytes(bytes.readerIndex(), body, count);
        return cut ? State.ABORT : State.CONTINUE;
    }

    @Override
    public void onThrowable(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof TimeoutException) {
                answer.completeExceptionally(cause);
                return;
            }
            cause = cause.getCause();
        }
        answer.completeExceptionally(new ToolFailureException("no answer came", thrown));
    }

    @Override
    public @Nullable Object onCompleted() {
        if (sent == LastSent.CONNECT) {
            answer.completeExceptionally(
                    new ToolFailureException(
                            "no answer came",
                            new IOException("the proxy answered HTTP " + status + " to CONNECT")));
            return null;
        }
        answer.complete(new WebAnswer(status, contentType, body.toByteArray(), cut));
        return null;
    }
}
