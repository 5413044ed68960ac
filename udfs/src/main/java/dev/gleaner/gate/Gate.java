package dev.gleaner.gate;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes when many elements are inside, and opens again when most of them have left. The function
 * counts, as an element comes and as its result goes; the source asks before it reads on.
 *
 * <p>A full queue in front of the function would not do: the task waits in it for a free place, and
 * takes no checkpoint meanwhile. A source that has nothing to give leaves the task free.
 *
 * <p>Nobody is refused: what Flink restores from a checkpoint enters a closed gate too.
 * Thread-safe; futures are completed outside the lock.
 */
public final class Gate {
    private final int high;
    private final int low;
    private final LongSupplier nanoTime;
    private final CompletableFuture<Void> alreadyOpen = CompletableFuture.completedFuture(null);
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    private final Object lock = new Object();
    private volatile @Nullable CompletableFuture<Void> opening;
    private Epoch epoch = new Epoch();
    private boolean draining;
    private int inside;
    private long closedSince;
    private long closedNanos;

    /**
     * @param high elements inside at which the gate closes, at least 1
     * @param low elements inside at which it opens again, from 0 to {@code high - 1}; were they
     *     equal, it would wake the source for each element
     */
    public Gate(int high, int low) {
        this(high, low, System::nanoTime);
    }

    Gate(int high, int low, LongSupplier nanoTime) {
        if (low < 0 || low >= high) {
            throw new IllegalArgumentException(
                    "a gate opens at 0 to " + (high - 1) + " inside, not at " + low);
        }
        this.high = high;
        this.low = low;
        this.nanoTime = nanoTime;
    }

    /** Counts one element in, whether the gate is open or not. */
    public Pass enter() {
        synchronized (lock) {
            inside++;
            epoch.enter();
            if (inside >= high) {
                shut();
            }
            return new OnePass(epoch);
        }
    }

    private void leave(OnePass pass) {
        synchronized (lock) {
            if (pass.left) {
                return;
            }
            pass.left = true;
            pass.epoch.leave();
            inside--;
        }
        openIfFewAreInside();
    }

    private void shut() {
        if (opening == null) {
            opening = new CompletableFuture<>();
            closedSince = nanoTime.getAsLong();
        }
    }

    private void openIfFewAreInside() {
        CompletableFuture<Void> opened;
        synchronized (lock) {
            opened = opening;
            if (opened == null || inside > (draining ? 0 : low)) {
                return;
            }
            opening = null;
            closedNanos += nanoTime.getAsLong() - closedSince;
        }
        opened.complete(null);
    }

    /**
     * From now on the gate is open only while nothing is inside: the source has come to its end.
     */
    void drain() {
        synchronized (lock) {
            draining = true;
            shut();
        }
        openIfFewAreInside();
    }

    /** Ends an epoch: what enters from now on belongs to the next. */
    Epoch nextEpoch() {
        synchronized (lock) {
            Epoch ended = epoch;
            epoch = new Epoch();
            return ended;
        }
    }

    /** The source has started. */
    void start() {
        started.complete(null);
    }

    /**
     * Completes when the source starts, on the task's thread: after Flink has given the function
     * all that it restores, and before anything new. Never without a {@link GatedSource}.
     */
    public CompletableFuture<Void> whenStarted() {
        return started;
    }

    /** Whether the source may read on. */
    public boolean isOpen() {
        return opening == null;
    }

    /** Completes when the gate opens; it may have closed again by the time one looks. */
    public CompletableFuture<Void> whenOpen() {
        CompletableFuture<Void> future = opening;
        return future == null ? alreadyOpen : future;
    }

    /** Returns the number of elements inside. */
    public int inside() {
        synchronized (lock) {
            return inside;
        }
    }

    /** Returns how long the gate has been closed since it was made, all in all, in nanoseconds. */
    public long closedNanos() {
        synchronized (lock) {
            return opening == null ? closedNanos : closedNanos + nanoTime.getAsLong() - closedSince;
        }
    }

    private final class OnePass implements Pass {
        private final Epoch epoch;
        private boolean left;

        private OnePass(Epoch epoch) {
            this.epoch = epoch;
        }

        @Override
        public void leave() {
            Gate.this.leave(this);
        }
    }
}
