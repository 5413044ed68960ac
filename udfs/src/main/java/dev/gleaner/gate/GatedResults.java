package dev.gleaner.gate;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/**
 * Counts the elements of one async function in and out. An element is out when Flink's queue emits
 * its results, be they none: not when the function completes them, after which they may stand
 * behind a slow one for long. The queue goes through a result collection just when it emits it, and
 * so the collection itself tells. A call that fails the job never leaves: its element is not done.
 *
 * <p>To be used on the task's thread, as Flink calls the function and emits; the futures it gives
 * may be completed on any.
 *
 * @param <OUT> type of the results
 */
public final class GatedResults<OUT> {
    private final Gate gate;
    private final Runnable whenLeft;
    private final IdentityHashMap<ResultFuture<OUT>, ResultFuture<OUT>> inside =
            new IdentityHashMap<>();

    /**
     * @param gate what to count at
     * @param whenLeft runs on the task's thread after each element that leaves
     */
    public GatedResults(Gate gate, Runnable whenLeft) {
        this.gate = gate;
        this.whenLeft = whenLeft;
    }

    /**
     * An element that is inside.
     *
     * @param future what to complete instead of Flink's own future
     * @param pass what it holds in memory is told to
     */
    public record Entry<OUT>(ResultFuture<OUT> future, Pass pass) {}

    /**
     * Lets an element in, for {@code asyncInvoke}.
     *
     * @param bytes that it holds in memory
     */
    public Entry<OUT> enter(ResultFuture<OUT> future, long bytes) {
        Pass pass = gate.enter(bytes);
        ResultFuture<OUT> gated =
                new GatedFuture<>(
                        future,
                        () -> {
                            inside.remove(future);
                            pass.leave();
                            whenLeft.run();
                        });
        inside.put(future, gated);
        return new Entry<>(gated, pass);
    }

    /** Finds what {@link #enter} gave for this future, for {@code timeout}. */
    public ResultFuture<OUT> find(ResultFuture<OUT> future) {
        return inside.getOrDefault(future, future);
    }

    private record GatedFuture<OUT>(ResultFuture<OUT> future, Runnable leave)
            implements ResultFuture<OUT> {
        @Override
        public void complete(Collection<OUT> results) {
            future.complete(new LeavingResults<>(results, leave));
        }

        @Override
        public void complete(CollectionSupplier<OUT> results) {
            future.complete(() -> new LeavingResults<>(results.get(), leave));
        }

        @Override
        public void completeExceptionally(Throwable cause) {
            future.completeExceptionally(cause);
        }
    }

    private static final class LeavingResults<OUT> extends AbstractCollection<OUT> {
        private final Collection<OUT> results;
        private final Runnable leave;

        private LeavingResults(Collection<OUT> results, Runnable leave) {
            this.results = results;
            this.leave = leave;
        }

        @Override
        public Iterator<OUT> iterator() {
            leave.run();
            return results.iterator();
        }

        @Override
        public int size() {
            return results.size();
        }

        /** Flink names its mails by this; the inherited one would go through the results. */
        @Override
        public String toString() {
            return results.size() + " results";
        }
    }
}
