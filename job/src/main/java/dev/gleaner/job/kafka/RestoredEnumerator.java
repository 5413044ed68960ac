package dev.gleaner.job.kafka;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;

/**
 * Tells each reader that no more splits will come, once discovery has found none. For the
 * coordinator's thread, as every enumerator is.
 */
final class RestoredEnumerator<SplitT extends SourceSplit, StateT>
        implements SplitEnumerator<SplitT, StateT> {
    private final SplitEnumerator<SplitT, StateT> enumerator;
    private final OneDiscovery<SplitT> discovery;

    RestoredEnumerator(SplitEnumerator<SplitT, StateT> enumerator, OneDiscovery<SplitT> discovery) {
        this.enumerator = enumerator;
        this.discovery = discovery;
    }

    @Override
    public void start() {
        enumerator.start();
    }

    /** What is assigned to the reader is assigned in here, before it hears that it was all. */
    @Override
    public void addReader(int subtask) {
        enumerator.addReader(subtask);
        discovery.readerAdded(subtask);
    }

    @Override
    public void addSplitsBack(List<SplitT> splits, int subtask) {
        enumerator.addSplitsBack(splits, subtask);
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        enumerator.handleSplitRequest(subtask, host);
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        enumerator.handleSourceEvent(subtask, event);
    }

    @Override
    public StateT snapshotState(long checkpointId) throws Exception {
        return enumerator.snapshotState(checkpointId);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        enumerator.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        enumerator.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void close() throws IOException {
        enumerator.close();
    }
}
