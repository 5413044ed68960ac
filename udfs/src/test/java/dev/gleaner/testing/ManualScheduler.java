package dev.gleaner.testing;

import dev.gleaner.time.CallScheduler;
import java.time.Duration;
import java.util.PriorityQueue;

/** Time that passes only when a test says so; tasks run on the test's thread. */
public final class ManualScheduler implements CallScheduler {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long now;
    private long sequence;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Timer schedule(Runnable runnable, Duration delay) {
        Task task = new Task(now + delay.toNanos(), sequence++, runnable);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Lets time pass, and runs what becomes due on the way at its own time. */
    public void advance(Duration time) {
        long end = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.element().due <= end) {
            Task task = tasks.remove();
            now = task.due;
            task.runnable.run();
        }
        now = end;
    }

    /** Returns how many tasks wait for their time. */
    public int pending() {
        return tasks.size();
    }

    private record Task(long due, long sequence, Runnable runnable) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return due == other.due
                    ? Long.compare(sequence, other.sequence)
                    : Long.compare(due, other.due);
        }
    }
}
