package dev.gleaner.enrich;

import dev.gleaner.limit.JobBoard;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.taskexecutor.GlobalAggregateManager;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * The board in the JobMaster's memory, reached by Flink's global aggregates. An exchange takes
 * about 10 ms and blocks, so that each subtask has a thread for its exchanges.
 */
final class JobMasterBoard implements JobBoard, AutoCloseable {
    /** The last exchange of a subtask may still be under way when the subtask closes. */
    private static final long CLOSE_MILLIS = 1_000;

    private final String operator;
    private final GlobalAggregateManager aggregates;
    private final ExecutorService thread;

    JobMasterBoard(String operator, GlobalAggregateManager aggregates, int subtask) {
        this.operator = operator;
        this.aggregates = aggregates;
        thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread made = new Thread(task, "gleaner-board-" + subtask);
                            made.setDaemon(true);
                            return made;
                        });
    }

    /**
     * Returns the board of a subtask's operator, or null where Flink has none.
     *
     * @param context as Flink gave it, not the one that async functions wrap it in
     */
    static @Nullable JobMasterBoard of(@Nullable RuntimeContext context) {
        return context instanceof StreamingRuntimeContext streaming
                ? new JobMasterBoard(
                        streaming.getOperatorUniqueID(),
                        streaming.getGlobalAggregateManager(),
                        streaming.getTaskInfo().getIndexOfThisSubtask())
                : null;
    }

    @Override
    public CompletionStage<long[]> exchange(String name, long[] value, Merge merge) {
        CompletableFuture<long[]> result = new CompletableFuture<>();
        try {
            thread.execute(() -> exchange(operator + '/' + name, value, merge, result));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(closed);
        }
        return result;
    }

    private void exchange(
            String name, long[] value, Merge merge, CompletableFuture<long[]> result) {
        try {
            result.complete(aggregates.updateGlobalAggregate(name, value, new Merging(merge)));
        } catch (IOException | RuntimeException | Error unreachable) {
            result.completeExceptionally(unreachable);
        }
    }

    /** Lets the exchanges that have been asked for end, for a second at most. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException cancelled) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** The merge as Flink runs it, with types of the JDK alone, which any class loader has. */
    private record Merging(Merge merge) implements AggregateFunction<long[], long[], long[]> {
        @Override
        public long[] createAccumulator() {
            return JobBoard.empty();
        }

        @Override
        public long[] add(long[] value, long[] accumulator) {
            return merge.merge(accumulator, value);
        }

        @Override
        public long[] getResult(long[] accumulator) {
            return accumulator;
        }

        @Override
        public long[] merge(long[] one, long[] other) {
            throw new UnsupportedOperationException("the JobMaster has one accumulator a name");
        }
    }
}
