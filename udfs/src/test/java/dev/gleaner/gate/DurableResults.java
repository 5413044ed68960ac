package dev.gleaner.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Counts results as a transactional sink does: only when a checkpoint completes that holds them.
 */
final class DurableResults
        implements MapFunction<Long, Long>, CheckpointedFunction, CheckpointListener {
    private static final long serialVersionUID = 1L;
    private final List<Long> open = new ArrayList<>();
    private final NavigableMap<Long, List<Long>> byCheckpoint = new TreeMap<>();

    @Override
    public Long map(Long value) {
        open.add(value);
        Calls.current().emit(value);
        return value;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext snapshot) {
        byCheckpoint.put(snapshot.getCheckpointId(), List.copyOf(open));
        open.clear();
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
        NavigableMap<Long, List<Long>> done = byCheckpoint.headMap(checkpoint, true);
        Calls.current()
                .makeDurable(checkpoint, done.values().stream().flatMap(List::stream).toList());
        done.clear();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
        // A transaction that was open is gone; nothing is restored.
    }
}
