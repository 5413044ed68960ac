package dev.gleaner.local;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread or process brings about: looks often, and not for ever. */
public final class Await {
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final long PAUSE_NANOS = 20_000_000;

    private Await() {}

    /** Lets time go by where nothing is to happen: an outage that is to last. */
    static void pause(long untilNanoTime) {
        for (long left = 1; left > 0; left = untilNanoTime - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, PAUSE_NANOS));
        }
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @param what the condition in words, for the error if it never does
     */
    static void until(String what, Callable<Boolean> condition) throws Exception {
        until(what, LONGEST, condition);
    }

    /**
     * Does the same, with a time of the caller's own.
     *
     * @param longest how long it may take
     */
    public static void until(String what, Duration longest, Callable<Boolean> condition)
            throws Exception {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + longest.toSeconds() + " s: " + what);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException(what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
