package dev.gleaner.http;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/** Makes the threads of one client and can wait for their end. Thread-safe. */
public final class ClientThreads implements ThreadFactory {
    private static final long MAX_WAIT_MILLIS = 3_000;

    private final ThreadFactory factory = new DefaultThreadFactory("gleaner-http", true);
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = factory.newThread(task);
        threads.add(thread);
        return thread;
    }

    /** Waits until all have ended, 3 s each at most; returns early if interrupted. */
    public void join() {
        for (Thread thread : threads) {
            if (thread == Thread.currentThread()) {
                continue;
            }
            try {
                thread.join(MAX_WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
