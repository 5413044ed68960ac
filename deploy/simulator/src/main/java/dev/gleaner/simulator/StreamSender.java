package dev.gleaner.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Plays a {@link StreamScript}: frame by frame at its pace, never faster than the client reads.
 * Confined to an event loop.
 */
final class StreamSender {

    /** Frames without a wait between them are sent together up to this. */
    private static final int BATCH_BYTES = 64 << 10;

    private final Vertx vertx;
    private final RandomGenerator random;

    StreamSender(Vertx vertx, RandomGenerator random) {
        this.vertx = vertx;
        this.random = random;
    }

    void send(Exchange exchange, String contentType, StreamScript script, Latency interval) {
        exchange.begin(contentType);
        send(exchange, script, 0, interval);
    }

    private void send(Exchange exchange, StreamScript script, int from, Latency interval) {
        List<byte[]> frames = script.frames();
        if (exchange.left()) {
            return;
        }
        if (from == frames.size()) {
            end(exchange, script.ending());
            return;
        }
        long wait = interval.sampleMillis(random);
        Buffer batch = Buffer.buffer();
        int to = from;
        do {
            batch.appendBytes(frames.get(to++));
        } while (wait == 0 && to < frames.size() && batch.length() < BATCH_BYTES);
        int next = to;
        long pause = next == frames.size() ? 0 : wait;
        exchange.write(batch)
                .onSuccess(sent -> later(pause, () -> send(exchange, script, next, interval)));
    }

    private void later(long wait, Runnable step) {
        if (wait == 0) {
            vertx.runOnContext(now -> step.run());
        } else {
            vertx.setTimer(wait, timer -> step.run());
        }
    }

    private static void end(Exchange exchange, StreamScript.Ending ending) {
        switch (ending) {
            case ANSWERED -> exchange.finish();
            case REFUSED -> exchange.finishRefused(GoogleErrors.overloaded().status());
            case CUT -> exchange.breakOff();
            case SILENT -> {
                // in flight until the client closes
            }
        }
    }
}
