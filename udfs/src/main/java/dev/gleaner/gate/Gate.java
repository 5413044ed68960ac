package dev.gleaner.gate;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes when many elements are inside, or those inside hold much memory, and opens again when
 * enough of them have left. The function counts, as an element comes and as its result goes; the
 * source asks before it reads on.
 *
 * <p>A full queue in front of the function would not do: the task waits in it for a free place, and
 * takes no checkpoint meanwhile. A source that has nothing to give leaves the task free.
 *
 * <p>Nobody is refused: what Flink restores from a checkpoint enters a closed gate too.
 * Thread-safe; futures are completed outside the lock.
 */
public final class Gate {
    /** A part of the bytes is free again when the gate opens, so that it does not spin. */
    private static final long BYTES_SLACK = 16;

    private final int high;
    private final int low;
    private final long mostBytes;
    private final LongSupplier nanoTime;
    private final CompletableFuture<Void> alreadyOpen = CompletableFuture.completedFuture(null);
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ending = new CompletableFuture<>();

    private final Object lock = new Object();
    private volatile @Nullable CompletableFuture<Void> opening;
    private Epoch epoch = new Epoch();
    private boolean draining;
    private int inside;
    private long bytes;
    private long closedSince;
    private long closedNanos;

    /**
     * @param high elements inside at which the gate closes, at least 1
     * @param low elements inside at which it opens again, from 0 to {@code high - 1}; were they
     *     equal, it would wake the source for each element
     */
    public Gate(int high, int low) {
        this(high, low, Long.MAX_VALUE);
    }

    /**
     * Makes the same with a bound on memory. An element that holds more than the bound by itself
     * enters when nothing else is inside.
     *
     * @param mostBytes bytes held at which the gate closes, at least 1
     */
    public Gate(int high, int low, long mostBytes) {
        this(high, low, mostBytes, System::nanoTime);
    }

    Gate(int high, int low, long mostBytes, LongSupplier nanoTime) {
        if (low < 0 || low >= high) {
            throw new IllegalArgumentException(
                    "a gate opens at 0 to " + (high - 1) + " inside, not at " + low);
        }
        this.high = high;
        this.low = low;
        this.mostBytes = mostBytes;
        this.nanoTime = nanoTime;
    }

    /** Counts one element in, whether the gate is open or not. */
    public Pass enter() {
        return enter(0);
    }

    /**
     * Counts one element in, whether the gate is open or not.
     *
     * @param held bytes that it holds in memory
     */
    public Pass enter(long held) {
        synchronized (lock) {
            inside++;
            bytes += held;
            epoch.enter();
            shutIfFull();
            return new OnePass(epoch, held);
        }
    }

    private void hold(OnePass pass, long held) {
        synchronized (lock) {
            if (pass.left) {
                return;
            }
            bytes += held - pass.held;
            pass.held = held;
            shutIfFull();
        }
        openIfFewAreInside();
    }

    private void leave(OnePass pass) {
        synchronized (lock) {
            if (pass.left) {
                return;
            }
            pass.left = true;
            pass.epoch.leave();
            inside--;
            bytes -= pass.held;
        }
        openIfFewAreInside();
    }

    private void shutIfFull() {
        if (inside >= high || bytes >= mostBytes) {
            shut();
        }
    }

    private boolean isFull() {
        return inside > (draining ? 0 : low)
                || (inside > 0 && bytes > mostBytes - mostBytes / BYTES_SLACK);
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
            if (opened == null || isFull()) {
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
        ending.complete(null);
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

    /** Completes when the source has come to its end, on the task's thread. */
    public CompletableFuture<Void> whenEnding() {
        return ending;
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

    /** Returns the number of bytes that the elements inside hold. */
    public long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /**
     * Returns whether another element may begin.
     *
     * @param waiting elements inside that have not begun
     * @param waitingBytes what those hold
     */
    public boolean hasRoom(int waiting, long waitingBytes) {
        synchronized (lock) {
            int begun = inside - waiting;
            return begun == 0 || (begun < high && bytes - waitingBytes < mostBytes);
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
        private long held;
        private boolean left;

        private OnePass(Epoch epoch, long held) {
            this.epoch = epoch;
            this.held = held;
        }

        @Override
        public void leave() {
            Gate.this.leave(this);
        }

        @Override
        public void hold(long bytes) {
            Gate.this.hold(this, bytes);
        }
    }
}
