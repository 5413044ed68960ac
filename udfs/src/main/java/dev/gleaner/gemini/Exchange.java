package dev.gleaner.gemini;

import dev.gleaner.http.LastSent;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.netty.request.NettyRequest;
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
    private final @Nullable StreamedAnswer stream;
    private final Consumer<GeminiReply> whenDone;
    private final Consumer<Exchange> whenEnded;
    private final AtomicBoolean done = new AtomicBoolean();

    private volatile LastSent sent = LastSent.NOTHING;

    // The rest is written by the I/O thread alone.
    private final ResponseHead head = new ResponseHead();
    private @Nullable BodyBuffer body;
    private boolean tooLarge;

    /**
     * Makes an exchange that has not begun.
     *
     * @param stream what the answer is streamed to; null if it comes in one piece
     * @param whenDone takes the reply
     * @param whenEnded is called before {@code whenDone}
     */
    Exchange(
            ReplyDecoder decoder,
            int maxAnswerBytes,
            @Nullable StreamedAnswer stream,
            Consumer<GeminiReply> whenDone,
            Consumer<Exchange> whenEnded) {
        this.whenEnded = whenEnded;
        this.decoder = decoder;
        this.maxAnswerBytes = maxAnswerBytes;
        this.stream = stream;
        this.whenDone = whenDone;
    }

    /** Is told what was started; from here on it ends if its stream is silent for too long. */
    void started(ListenableFuture<?> request, ScheduledExecutorService timer) {
        if (stream != null) {
            Duration idleTimeout = stream.idleTimeout();
            new IdleWatch(
                            stream,
                            () -> finish(stream.broken(decoder.silent(idleTimeout))),
                            request,
                            timer)
                    .start();
        }
    }

    @Override
    public void onRequestSend(NettyRequest request) {
        sent = LastSent.of(request);
        if (stream != null && sent == LastSent.REQUEST) {
            stream.sent();
        }
    }

    @Override
    public State onStatusReceived(HttpResponseStatus responseStatus) {
        head.received(responseStatus);
        return State.CONTINUE;
    }

    @Override
    public State onHeadersReceived(HttpHeaders received) {
        head.received(received);
        return State.CONTINUE;
    }

    @Override
    public State onBodyPartReceived(HttpResponseBodyPart part) {
        if (stream != null && isOk()) {
            return stream.read(part.getBodyPartBytes()) ? State.CONTINUE : State.ABORT;
        }
        if (body == null) {
            body = new BodyBuffer(limit(), head.contentLength());
        }
        if (body.append(part.getBodyByteBuf())) {
            return State.CONTINUE;
        }
        // What is missing of an error does no harm; its status and beginning say enough.
        tooLarge = isOk();
        return State.ABORT;
    }

    @Override
    public void onThrowable(Throwable thrown) {
        if (!done.get()) {
            GeminiReply broken = decoder.broken(thrown, sent);
            finish(stream == null ? broken : stream.broken(broken));
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
        if (!isOk()) {
            return decoder.refused(head.with(bytes), sent);
        }
        return stream == null ? decoder.answer(bytes) : stream.end();
    }

    private boolean isOk() {
        return head.status() == OK;
    }

    private int limit() {
        return isOk() ? maxAnswerBytes : Math.min(MAX_ERROR_BYTES, maxAnswerBytes);
    }
}
