package dev.gleaner.gemini;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange under way: collects the answer up to its limit and reports exactly one reply,
 * whatever order the HTTP client's calls come in.
 */
final class Exchange implements AsyncHandler<Object> {
    private static final int MAX_ERROR_BYTES = 64 * 1_024;
    private static final int OK = 200;

    private final ReplyDecoder decoder;
    private final int maxAnswerBytes;
    private final Consumer<GeminiReply> whenDone;
    private final Consumer<Exchange> whenEnded;
    private final AtomicBoolean done = new AtomicBoolean();

    // The rest is written by the I/O thread alone.
    private int status;
    private @Nullable HttpHeaders headers; // not even given if there are none
    private @Nullable BodyBuffer body;
    private boolean tooLarge;

    /**
     * Makes an exchange that has not begun.
     *
     * @param whenDone takes the reply
     * @param whenEnded is called before {@code whenDone}
     */
    Exchange(
            ReplyDecoder decoder,
            int maxAnswerBytes,
            Consumer<GeminiReply> whenDone,
            Consumer<Exchange> whenEnded) {
        this.whenEnded = whenEnded;
        this.decoder = decoder;
        this.maxAnswerBytes = maxAnswerBytes;
        this.whenDone = whenDone;
    }

    @Override
    public State onStatusReceived(HttpResponseStatus responseStatus) {
        status = responseStatus.getStatusCode();
        return State.CONTINUE;
    }

    @Override
    public State onHeadersReceived(HttpHeaders received) {
        headers = received;
        return State.CONTINUE;
    }

    @Override
    public State onBodyPartReceived(HttpResponseBodyPart part) {
        if (body == null) {
            body = new BodyBuffer(limit(), contentLength());
        }
        if (body.append(part.getBodyByteBuf())) {
            return State.CONTINUE;
        }
        // What is missing of an error does no harm; its status and beginning say enough.
        tooLarge = status == OK;
        return State.ABORT;
    }

    @Override
    public void onThrowable(Throwable thrown) {
        if (!done.get()) {
            finish(decoder.broken(thrown));
        }
    }

    @Override
    public @Nullable Object onCompleted() {
        if (!done.get()) {
            finish(
                    tooLarge
                            ? decoder.tooLarge()
                            : reply(body == null ? new byte[0] : body.bytes()));
        }
        return null;
    }

    boolean isDone() {
        return done.get();
    }

    /** Ends the exchange for the caller; nothing that comes later is reported. */
    void finish(GeminiReply reply) {
        if (done.compareAndSet(false, true)) {
            whenEnded.accept(this);
            whenDone.accept(reply);
        }
    }

    private GeminiReply reply(byte[] bytes) {
        return status == OK
                ? decoder.answer(bytes)
                : decoder.error(
                        new ErrorResponse(
                                status,
                                header(HttpHeaderNames.CONTENT_TYPE),
                                header(HttpHeaderNames.RETRY_AFTER),
                                header(HttpHeaderNames.LOCATION),
                                bytes));
    }

    private int limit() {
        return status == OK ? maxAnswerBytes : Math.min(MAX_ERROR_BYTES, maxAnswerBytes);
    }

    private @Nullable String header(CharSequence name) {
        return headers == null ? null : headers.get(name);
    }

    private long contentLength() {
        Integer length = headers == null ? null : headers.getInt(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? -1 : length;
    }
}
