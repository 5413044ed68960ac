package dev.gleaner.gemini;

import dev.gleaner.gemini.CacheDecoder.Operation;
import dev.gleaner.http.LastSent;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.netty.request.NettyRequest;
import org.jspecify.annotations.Nullable;

/** One request about a cachedContent under way: reports exactly one reply. */
final class CacheExchange implements AsyncHandler<Object> {
    private static final int MAX_BYTES = 64 * 1_024;

    private final CacheDecoder decoder;
    private final Operation operation;
    private final Consumer<CacheReply> whenDone;
    private final Consumer<CacheExchange> whenEnded;
    private final AtomicBoolean done = new AtomicBoolean();

    private volatile LastSent sent = LastSent.NOTHING;

    // The rest is written by the I/O thread alone.
    private final BodyBuffer body = new BodyBuffer(MAX_BYTES, -1);
    private final ResponseHead head = new ResponseHead();

    /**
     * @param whenEnded is called before {@code whenDone}
     */
    CacheExchange(
            CacheDecoder decoder,
            Operation operation,
            Consumer<CacheReply> whenDone,
            Consumer<CacheExchange> whenEnded) {
        this.decoder = decoder;
        this.operation = operation;
        this.whenDone = whenDone;
        this.whenEnded = whenEnded;
    }

    @Override
    public void onRequestSend(NettyRequest request) {
        sent = LastSent.of(request);
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
        return body.append(part.getBodyByteBuf()) ? State.CONTINUE : State.ABORT;
    }

    @Override
    public void onThrowable(Throwable thrown) {
        if (!done.get()) {
            finish(decoder.broken(thrown, sent));
        }
    }

    @Override
    public @Nullable Object onCompleted() {
        if (!done.get()) {
            finish(decoder.decode(operation, head.with(body.bytes()), sent));
        }
        return null;
    }

    /** Ends it for the caller; nothing that comes later is reported. */
    void finish(CacheReply reply) {
        if (done.compareAndSet(false, true)) {
            whenEnded.accept(this);
            whenDone.accept(reply);
        }
    }
}
