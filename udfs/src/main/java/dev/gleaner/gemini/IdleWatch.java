package dev.gleaner.gemini;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.ListenableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ends an exchange whose stream falls silent, and with it the connection or, in HTTP/2, the stream
 * alone. It looks when the silence could first have been too long, not with every byte: one task
 * for each exchange, one run in each idle timeout or so.
 */
final class IdleWatch implements Runnable {
    private final StreamedAnswer answer;
    private final Runnable whenSilent;
    private final ListenableFuture<?> request;
    private final ScheduledExecutorService timer;
    private volatile @Nullable Future<?> next;

    /**
     * Makes a watch that does not watch yet.
     *
     * @param whenSilent is called once at most, before the request is cancelled
     * @param timer runs the checks
     */
    IdleWatch(
            StreamedAnswer answer,
            Runnable whenSilent,
            ListenableFuture<?> request,
            ScheduledExecutorService timer) {
        this.answer = answer;
        this.whenSilent = whenSilent;
        this.request = request;
        this.timer = timer;
    }

    /** Watches until the request is done. */
    void start() {
        look(answer.nanosLeft());
        // So that what has ended is not kept for as long as an idle timeout.
        ListenableFuture<?> unused = request.addListener(this::stop, Runnable::run);
    }

    @Override
    public void run() {
        long left = answer.nanosLeft();
        if (request.isDone()) {
            return;
        }
        if (left > 0) {
            look(left);
        } else {
            whenSilent.run();
            request.cancel(true);
        }
    }

    private void look(long nanos) {
        next = timer.schedule(this, nanos, TimeUnit.NANOSECONDS);
    }

    private void stop() {
        Future<?> last = next;
        if (last != null) {
            last.cancel(false);
        }
    }
}
