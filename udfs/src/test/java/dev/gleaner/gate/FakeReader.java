package dev.gleaner.gate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;

/** A reader that answers as it is told, and notes what it is asked. */
@SuppressWarnings("try") // Flink declares that close throws any exception
class FakeReader implements SourceReader<Long, NumberSequenceSplit> {
    final Deque<InputStatus> statuses = new ArrayDeque<>();
    final List<String> asked = new ArrayList<>();
    final CompletableFuture<Void> available = new CompletableFuture<>();
    final List<NumberSequenceSplit> splits = List.of(new NumberSequenceSplit("a", 0, 9));

    @Override
    public void start() {
        asked.add("start");
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Long> output) {
        asked.add("poll");
        return statuses.remove();
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpointId) {
        asked.add("snapshot " + checkpointId);
        return splits;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> added) {
        asked.add("add " + added);
    }

    @Override
    public void notifyNoMoreSplits() {
        asked.add("no more");
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        asked.add("event " + event);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        asked.add("complete " + checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) {
        asked.add("aborted " + checkpointId);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
        asked.add("pause " + pause + " resume " + resume);
    }

    @Override
    public void close() {
        asked.add("close");
    }
}
