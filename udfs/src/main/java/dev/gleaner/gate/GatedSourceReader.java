package dev.gleaner.gate;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads on only while the gate is open, comes to its end only when nothing is inside, and lets the
 * source commit only what is done. For the task's thread, as every reader is.
 */
@SuppressWarnings("try") // Flink declares that close throws any exception
final class GatedSourceReader<T, SplitT extends SourceSplit> implements SourceReader<T, SplitT> {
    private final SourceReader<T, SplitT> source;
    private @Nullable Gate gate;
    private @Nullable CommitLine commits;
    private boolean ended;

    GatedSourceReader(SourceReader<T, SplitT> source) {
        this.source = source;
    }

    /** Flink starts a reader when all that is chained behind it is open, the function too. */
    @Override
    public void start() {
        gate = Gates.current();
        commits = new CommitLine(gate);
        gate.start();
        source.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        if (!gate().isOpen()) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (ended) {
            return InputStatus.END_OF_INPUT;
        }
        InputStatus status = source.pollNext(output);
        if (status != InputStatus.END_OF_INPUT) {
            return status;
        }
        // Flink would wait for what is inside, and take no checkpoint meanwhile.
        ended = true;
        gate().drain();
        return gate().isOpen() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }

    /**
     * One of the two, never both combined: dependents of a future that rarely completes pile up.
     */
    @Override
    public CompletableFuture<Void> isAvailable() {
        return ended || !gate().isOpen() ? gate().whenOpen() : source.isAvailable();
    }

    @Override
    public List<SplitT> snapshotState(long checkpointId) {
        commits().snapshot(checkpointId);
        return source.snapshotState(checkpointId);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        OptionalLong done = commits().complete(checkpointId);
        if (done.isPresent()) {
            source.notifyCheckpointComplete(done.getAsLong());
        }
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        commits().abort(checkpointId);
        source.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void addSplits(List<SplitT> splits) {
        source.addSplits(splits);
    }

    @Override
    public void notifyNoMoreSplits() {
        source.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        source.handleSourceEvents(event);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
        source.pauseOrResumeSplits(pause, resume);
    }

    @Override
    public void close() throws Exception {
        source.close();
    }

    private Gate gate() {
        if (gate == null) {
            throw new IllegalStateException("The reader has not been started.");
        }
        return gate;
    }

    private CommitLine commits() {
        if (commits == null) {
            throw new IllegalStateException("The reader has not been started.");
        }
        return commits;
    }
}
