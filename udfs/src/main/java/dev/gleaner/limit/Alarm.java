package dev.gleaner.limit;

import dev.gleaner.time.CallScheduler;
import dev.gleaner.time.CallScheduler.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs one task after a while; of several whiles the one that ends first counts. Not thread-safe,
 * but the task runs on the scheduler's thread: {@link #rang} must be called there first.
 */
final class Alarm {
    private final CallScheduler time;
    private final Runnable task;
    private @Nullable Timer timer;
    private long due;

    Alarm(CallScheduler time, Runnable task) {
        this.time = time;
        this.task = task;
    }

    /** Sees to it that the task runs after so many nanoseconds at the latest. */
    void within(long nanos, long now) {
        if (timer != null && due - now <= nanos) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        due = now + nanos;
        timer = time.schedule(task, Duration.ofNanos(nanos));
    }

    /** Notes that the task runs now. */
    void rang() {
        timer = null;
    }
}
