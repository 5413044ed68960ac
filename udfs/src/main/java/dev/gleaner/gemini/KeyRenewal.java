package dev.gleaner.gemini;

import dev.gleaner.http.ClientThreads;
import dev.gleaner.model.FailureKind;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the API key as its file has it: looks every second whether the file has changed, and reads
 * it at once when the endpoint refuses the key. A refusal of a key that is no longer the current
 * one is no verdict on the job's key, and may be tried again. Files are read on a thread of its
 * own, never on the caller's. Thread-safe.
 */
final class KeyRenewal implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ApiKeys keys;
    private final KeyFile file;
    private final ClientThreads threads = new ClientThreads();
    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(1, threads);

    KeyRenewal(ApiKeyReference reference, ApiKeys keys, Duration interval) {
        this.keys = keys;
        file = new KeyFile(reference, keys);
        ScheduledFuture<?> unused =
                executor.scheduleWithFixedDelay(
                        file::check, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Starts to look after a key that is in a file; null for one that is not. */
    static @Nullable KeyRenewal of(ApiKeyReference reference, ApiKeys keys) {
        return reference.source() == ApiKeyReference.Source.FILE
                ? new KeyRenewal(reference, keys, INTERVAL)
                : null;
    }

    /**
     * Returns what takes the reply of an attempt that is sent from now on: {@code whenDone}, by way
     * of another look at the file if the key was refused.
     */
    Consumer<GeminiReply> watching(Consumer<GeminiReply> whenDone) {
        String sent = keys.current();
        return reply -> {
            if (reply instanceof GeminiReply.Failed failed
                    && failed.kind() == FailureKind.API_KEY_REJECTED) {
                refused(failed, sent, whenDone);
            } else {
                whenDone.accept(reply);
            }
        };
    }

    private void refused(GeminiReply.Failed failed, String sent, Consumer<GeminiReply> whenDone) {
        if (!sent.equals(keys.current())) {
            whenDone.accept(outdated(failed));
            return;
        }
        long now = System.nanoTime();
        try {
            executor.execute(
                    () -> {
                        file.readSince(now);
                        boolean renewed = !sent.equals(keys.current());
                        whenDone.accept(renewed ? outdated(failed) : failed);
                    });
        } catch (RejectedExecutionException closed) {
            whenDone.accept(failed);
        }
    }

    private static GeminiReply outdated(GeminiReply.Failed failed) {
        return new GeminiReply.Failed(
                FailureKind.API_KEY_RENEWED,
                Detail.cut("the key before its renewal: " + failed.detail(), Detail.MAX_LENGTH),
                failed.httpStatus(),
                null,
                failed.metadata());
    }

    /** Tells those who wait for the file, and waits until the thread has ended. */
    @Override
    public void close() {
        executor.shutdown();
        threads.join();
    }
}
