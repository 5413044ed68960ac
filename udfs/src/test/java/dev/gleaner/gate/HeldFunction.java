package dev.gleaner.gate;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/** The smallest function with a gate; {@link Calls} decides when it answers. */
final class HeldFunction extends RichAsyncFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    private final int high;
    private transient GatedResults<Long> results;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    HeldFunction(int high) {
        this.high = high;
    }

    @Override
    public void open(OpenContext context) {
        Gate gate = new Gate(high, high / 2);
        results = new GatedResults<>(gate, () -> {});
        Gates.install(gate);
    }

    @Override
    public void asyncInvoke(Long value, ResultFuture<Long> future) {
        ResultFuture<Long> result = results.enter(future, 0).future();
        Calls.current().call(value, () -> result.complete(List.of(value)));
    }

    @Override
    public void close() {
        Gates.remove();
    }
}
