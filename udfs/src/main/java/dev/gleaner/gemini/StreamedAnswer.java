package dev.gleaner.gemini;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A streamed answer under way: what has come of it, and when. Thread-safe, because a timeout asks
 * from a thread of its own.
 */
final class StreamedAnswer {
    private final StreamDecoder decoder;
    private final Duration idleTimeout;
    private final LongSupplier nanoTime;
    private boolean sent;
    private long sentNanos;
    private long heardNanos;
    private long firstTokenNanos;

    /**
     * Makes an answer of which nothing has come.
     *
     * @param idleTimeout the longest silence
     * @param nanoTime the time as of {@link System#nanoTime}
     */
    StreamedAnswer(StreamDecoder decoder, Duration idleTimeout, LongSupplier nanoTime) {
        this.decoder = decoder;
        this.idleTimeout = idleTimeout;
        this.nanoTime = nanoTime;
    }

    /** Takes note that the request is being sent. */
    synchronized void sent() {
        sent = true;
        sentNanos = nanoTime.getAsLong();
        heardNanos = sentNanos;
    }

    /** Takes the next bytes; returns whether more are needed. */
    synchronized boolean read(byte[] piece) {
        long received = decoder.received();
        boolean more = decoder.read(piece);
        long now = nanoTime.getAsLong();
        if (decoder.received() > received) {
            heardNanos = now;
        }
        if (firstTokenNanos == 0 && decoder.hasContent()) {
            firstTokenNanos = Math.max(1, now - sentNanos);
        }
        return more;
    }

    /** Returns the reply, the stream having ended or being of no more use. */
    synchronized GeminiReply end() {
        return decoder.end(firstTokenNanos);
    }

    /** Returns the reply to a stream that broke, with what it had told of itself. */
    synchronized GeminiReply broken(GeminiReply reply) {
        return decoder.complete(reply, firstTokenNanos);
    }

    Duration idleTimeout() {
        return idleTimeout;
    }

    /**
     * Returns for how long it may still be silent; 0 or less if it has been for too long. While the
     * request waits to be sent, it may be.
     */
    synchronized long nanosLeft() {
        long silence = sent ? nanoTime.getAsLong() - heardNanos : 0;
        return idleTimeout.toNanos() - silence;
    }
}
