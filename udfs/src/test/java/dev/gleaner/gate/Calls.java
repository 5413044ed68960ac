package dev.gleaner.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/**
 * What a job in this JVM does, and what the test lets it do: calls that are held until the test
 * releases them, results by the checkpoint that made them durable, offsets committed. One at a
 * time, since the cluster makes its own copies of everything it is given. Thread-safe.
 */
final class Calls {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(20);
    private static volatile Calls current = new Calls(value -> false);

    private final Map<Long, Runnable> held = new LinkedHashMap<>();
    private final List<Long> emitted = new ArrayList<>();
    private final List<Long> durable = new ArrayList<>();
    private LongPredicate holding;
    private long sinkHeardOf;
    private long committedOffset;

    private Calls(LongPredicate holding) {
        this.holding = holding;
    }

    /** Starts anew, with an endpoint that answers no call for these values. */
    static Calls hold(LongPredicate values) {
        current = new Calls(values);
        return current;
    }

    static Calls current() {
        return current;
    }

    void call(long value, Runnable answer) {
        synchronized (this) {
            if (holding.test(value)) {
                held.put(value, answer);
                notifyAll();
                return;
            }
        }
        answer.run();
    }

    /** The endpoint is back: it answers what it holds, and whatever comes. */
    void release() {
        List<Runnable> answers;
        synchronized (this) {
            holding = value -> false;
            answers = List.copyOf(held.values());
            held.clear();
        }
        answers.forEach(Runnable::run);
    }

    synchronized void emit(long value) {
        emitted.add(value);
    }

    synchronized void makeDurable(long checkpoint, Collection<Long> values) {
        durable.addAll(values);
        sinkHeardOf = checkpoint;
        notifyAll();
    }

    synchronized void commit(long offset) {
        committedOffset = offset;
        notifyAll();
    }

    synchronized Set<Long> held() {
        return Set.copyOf(held.keySet());
    }

    synchronized List<Long> emitted() {
        return List.copyOf(emitted);
    }

    synchronized List<Long> durable() {
        return List.copyOf(durable);
    }

    synchronized long committedOffset() {
        return committedOffset;
    }

    void awaitHeld(int count) throws InterruptedException {
        await(() -> held.size() >= count);
    }

    void awaitSinkHeardOf(long checkpoint) throws InterruptedException {
        await(() -> sinkHeardOf >= checkpoint);
    }

    private synchronized void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean()) {
            long left = end - System.currentTimeMillis();
            assertThat(left).as("held %s, sink heard of %d", held, sinkHeardOf).isPositive();
            wait(left);
        }
    }
}
