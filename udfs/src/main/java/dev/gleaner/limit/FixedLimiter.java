package dev.gleaner.limit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A limit that never changes, first come, first served.
 *
 * <p>Grants run outside the lock. A grant may give its permit back before it returns (a request
 * that fails at once), and that grants the next: so that a long queue of such requests does not
 * become a deep stack, only one thread at a time hands permits on, in a loop.
 */
public final class FixedLimiter implements Limiter {
    private final int limit;
    private final Object lock = new Object();
    private final Queue<Place> queue = new ArrayDeque<>();
    private final AtomicInteger handovers = new AtomicInteger();
    private int inFlight;
    private int waiting;

    /**
     * @param limit permits out at once, at least 1
     */
    public FixedLimiter(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("async.limit must be at least 1, not " + limit);
        }
        this.limit = limit;
    }

    @Override
    public Waiter acquire(Consumer<Permit> whenGranted) {
        Place place = new Place(whenGranted);
        synchronized (lock) {
            if (inFlight >= limit) {
                queue.add(place);
                waiting++;
                return place;
            }
            inFlight++;
            place.waiting = false;
        }
        whenGranted.accept(new OnePermit());
        return place;
    }

    private void release() {
        synchronized (lock) {
            inFlight--;
        }
        if (handovers.getAndIncrement() > 0) {
            return; // whoever is in the loop below sees the count and goes round again
        }
        do {
            Place next = next();
            if (next != null) {
                next.whenGranted.accept(new OnePermit());
            }
        } while (handovers.decrementAndGet() > 0);
    }

    private @Nullable Place next() {
        synchronized (lock) {
            while (inFlight < limit && !queue.isEmpty()) {
                Place place = queue.remove();
                if (place.waiting) {
                    place.waiting = false;
                    waiting--;
                    inFlight++;
                    return place;
                }
            }
            return null;
        }
    }

    @Override
    public int limit() {
        return limit;
    }

    @Override
    public int inFlight() {
        synchronized (lock) {
            return inFlight;
        }
    }

    @Override
    public int waiting() {
        synchronized (lock) {
            return waiting;
        }
    }

    private final class Place implements Waiter {
        private final Consumer<Permit> whenGranted;
        private boolean waiting = true;

        private Place(Consumer<Permit> whenGranted) {
            this.whenGranted = whenGranted;
        }

        @Override
        public boolean isWaiting() {
            synchronized (lock) {
                return waiting;
            }
        }

        @Override
        public boolean cancel() {
            synchronized (lock) {
                if (!waiting) {
                    return false;
                }
                waiting = false;
                FixedLimiter.this.waiting--;
                return true;
            }
        }
    }

    private final class OnePermit implements Permit {
        private final AtomicBoolean out = new AtomicBoolean(true);

        @Override
        public void release(Sample sample) {
            if (out.compareAndSet(true, false)) {
                FixedLimiter.this.release();
            }
        }
    }
}
