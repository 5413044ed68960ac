package dev.gleaner.job.kafka;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/**
 * The context of an enumerator that looks for partitions once, and sees what came of it: if there
 * are new ones, it makes a second call, for their offsets, and tells its readers itself that there
 * are no more; if there are none, it makes no other call, and it is for us to tell them.
 */
final class OneDiscovery<SplitT extends SourceSplit> implements SplitEnumeratorContext<SplitT> {
    private final SplitEnumeratorContext<SplitT> context;
    private int calls;
    private boolean foundNothing;

    OneDiscovery(SplitEnumeratorContext<SplitT> context) {
        this.context = context;
    }

    @Override
    public <T> void callAsync(Callable<T> call, BiConsumer<T, Throwable> handler) {
        int number = ++calls;
        context.callAsync(
                call,
                (result, failure) -> {
                    handler.accept(result, failure);
                    if (calls == number && number == 1) {
                        foundNothing = true;
                        Set.copyOf(registeredReaders().keySet()).forEach(this::signalNoMoreSplits);
                    }
                });
    }

    void readerAdded(int subtask) {
        if (foundNothing) {
            signalNoMoreSplits(subtask);
        }
    }

    @Override
    public <T> void callAsync(
            Callable<T> call,
            BiConsumer<T, Throwable> handler,
            long initialDelayMillis,
            long periodMillis) {
        context.callAsync(call, handler, initialDelayMillis, periodMillis);
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return context.metricGroup();
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
        context.sendEventToSourceReader(subtask, event);
    }

    @Override
    public void sendEventToSourceReader(int subtask, int attempt, SourceEvent event) {
        context.sendEventToSourceReader(subtask, attempt, event);
    }

    @Override
    public int currentParallelism() {
        return context.currentParallelism();
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return context.registeredReaders();
    }

    @Override
    public Map<Integer, Map<Integer, ReaderInfo>> registeredReadersOfAttempts() {
        return context.registeredReadersOfAttempts();
    }

    @Override
    public void assignSplits(SplitsAssignment<SplitT> assignment) {
        context.assignSplits(assignment);
    }

    @Override
    public void assignSplit(SplitT split, int subtask) {
        context.assignSplit(split, subtask);
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        context.signalNoMoreSplits(subtask);
    }

    @Override
    public void runInCoordinatorThread(Runnable task) {
        context.runInCoordinatorThread(task);
    }

    @Override
    public void setIsProcessingBacklog(boolean backlog) {
        context.setIsProcessingBacklog(backlog);
    }
}
