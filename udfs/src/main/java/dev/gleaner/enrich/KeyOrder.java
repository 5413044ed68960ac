package dev.gleaner.enrich;

import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.SourceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets the results of one Kafka key leave in the order in which its records were read, whatever the
 * order in which their calls end. Calls of one key run at the same time; a result that comes before
 * its turn is held. Flink emits unordered results in the order in which they are completed, as long
 * as no watermark is among them, so that it is enough to complete them in order.
 *
 * <p>What Flink restores comes in any order, and all of it before the source starts. So nothing is
 * let go until {@link #begin}, which sorts what is there by offset.
 *
 * <p>Thread-safe. Futures are completed outside the lock, of one key by one thread at a time: the
 * one that finds a result ready and nobody at it lets go of all that have their turn, those that
 * get ready meanwhile too. Nobody waits for another.
 */
final class KeyOrder {
    private final Object lock = new Object();
    private final Map<RecordKey, Chain> chains = new HashMap<>();
    private boolean begun;
    private int held;

    /**
     * @param begun whether nothing is restored; else {@link #begin} says when all of it is there
     */
    KeyOrder(boolean begun) {
        this.begun = begun;
    }

    /** The records of one key that are under way, in order. Guarded by the lock. */
    private static final class Chain {
        private final RecordKey key;
        private Deque<Place> places = new ArrayDeque<>(2);
        private boolean taken;

        private Chain(RecordKey key) {
            this.key = key;
        }

        private void sort() {
            List<Place> sorted = new ArrayList<>(places);
            sorted.sort(Comparator.comparingLong(place -> place.offset));
            places = new ArrayDeque<>(sorted);
        }
    }

    /**
     * Gives a record its place behind those of its key.
     *
     * @return what to complete instead of the future; a failure of the job is never held
     */
    ResultFuture<EnrichmentResult> enter(
            SourceRecord record, ResultFuture<EnrichmentResult> future) {
        RecordKey key = RecordKey.of(record);
        if (key == null) {
            return future;
        }
        synchronized (lock) {
            Chain chain = chains.computeIfAbsent(key, Chain::new);
            Place place = new Place(chain, record.offset(), future);
            chain.places.add(place);
            return place;
        }
    }

    /** Finds what {@link #enter} gave for this future, or returns the future if it was let go. */
    ResultFuture<EnrichmentResult> find(
            SourceRecord record, ResultFuture<EnrichmentResult> future) {
        RecordKey key = RecordKey.of(record);
        synchronized (lock) {
            Chain chain = key == null ? null : chains.get(key);
            if (chain != null) {
                for (Place place : chain.places) {
                    if (place.future == future) {
                        return place;
                    }
                }
            }
            return future;
        }
    }

    /** Notes that Flink has given all restored records; later records come in order. */
    void begin() {
        List<Chain> restored;
        synchronized (lock) {
            if (begun) {
                return;
            }
            begun = true;
            restored = List.copyOf(chains.values());
            restored.forEach(Chain::sort);
        }
        restored.forEach(this::letGo);
    }

    /** Returns the number of results that are ready and wait for earlier ones of their key. */
    int held() {
        synchronized (lock) {
            return held;
        }
    }

    private void ready(Place place, Runnable completion) {
        synchronized (lock) {
            if (place.completion != null) {
                return;
            }
            place.completion = completion;
            held++;
        }
        letGo(place.chain);
    }

    private void letGo(Chain chain) {
        synchronized (lock) {
            if (!begun || chain.taken) {
                return;
            }
            chain.taken = true;
        }
        for (Runnable next = next(chain); next != null; next = next(chain)) {
            next.run();
        }
    }

    /** Takes the first result out if it is ready, else leaves the chain to whoever comes next. */
    private @Nullable Runnable next(Chain chain) {
        synchronized (lock) {
            Place first = chain.places.peek();
            if (first != null && first.completion != null) {
                chain.places.remove();
                held--;
                return first.completion;
            }
            chain.taken = false;
            if (first == null) {
                // Only this one: the key may have come again, and have another.
                chains.remove(chain.key, chain);
            }
            return null;
        }
    }

    private final class Place implements ResultFuture<EnrichmentResult> {
        private final Chain chain;
        private final long offset;
        private final ResultFuture<EnrichmentResult> future;
        private @Nullable Runnable completion;

        private Place(Chain chain, long offset, ResultFuture<EnrichmentResult> future) {
            this.chain = chain;
            this.offset = offset;
            this.future = future;
        }

        @Override
        public void complete(Collection<EnrichmentResult> results) {
            ready(this, () -> future.complete(results));
        }

        @Override
        public void complete(CollectionSupplier<EnrichmentResult> results) {
            ready(this, () -> future.complete(results));
        }

        @Override
        public void completeExceptionally(Throwable cause) {
            future.completeExceptionally(cause);
        }
    }
}
