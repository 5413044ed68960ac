package dev.gleaner.time;

import java.time.Duration;

/** Time, and what shall happen later. An argument everywhere, so that tests can turn the clock. */
public interface CallScheduler {

    /** Returns a reading of a clock that only goes forward, in nanoseconds; as System.nanoTime. */
    long nanoTime();

    /**
     * Runs the task once, after the delay, on a thread of its own choosing.
     *
     * @return a handle to prevent it; cancelling after it ran does nothing
     */
    Timer schedule(Runnable task, Duration delay);

    /** A task that has not run yet, or has. */
    interface Timer {
        /** Prevents the task from running, if it has not begun. */
        void cancel();
    }
}
