package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gleaner.limit.JobBoard;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.java.ClosureCleaner;
import org.apache.flink.runtime.taskexecutor.GlobalAggregateManager;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class JobMasterBoardTest {
    private final JobMaster jobMaster = new JobMaster();

    /** Does what Flink's JobMaster does with an aggregate. */
    private static final class JobMaster implements GlobalAggregateManager {
        private final Map<String, Object> accumulators = new HashMap<>();

        @Override
        @SuppressWarnings("unchecked")
        public <I, A, O> O updateGlobalAggregate(
                String name, Object value, AggregateFunction<I, A, O> function) throws IOException {
            AggregateFunction<I, A, O> sent;
            try {
                ClosureCleaner.clean(function, ExecutionConfig.ClosureCleanerLevel.RECURSIVE, true);
                sent = InstantiationUtil.clone(function);
            } catch (ClassNotFoundException missing) {
                throw new IOException(missing);
            }
            A before = (A) accumulators.getOrDefault(name, sent.createAccumulator());
            A after = sent.add((I) value, before);
            accumulators.put(name, after);
            return sent.getResult(after);
        }
    }

    private record Sum() implements JobBoard.Merge {
        @Override
        public long[] merge(long[] before, long[] value) {
            return new long[] {(before.length == 0 ? 0 : before[0]) + value[0]};
        }
    }

    private JobMasterBoard board(String operator, int subtask) {
        return new JobMasterBoard(operator, jobMaster, subtask);
    }

    private static long get(CompletionStage<long[]> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS)[0];
    }

    @Test
    void exchange_showsWhatOtherSubtasksWrote() throws Exception {
        try (var one = board("a", 0);
                var other = board("a", 1)) {
            get(one.exchange("n", new long[] {2}, new Sum()));
            assertThat(get(other.exchange("n", new long[] {3}, new Sum()))).isEqualTo(5);
        }
    }

    @Test
    void exchange_doesNotMeetOtherOperatorsOrNames() throws Exception {
        try (var one = board("a", 0);
                var other = board("b", 0)) {
            get(one.exchange("n", new long[] {2}, new Sum()));
            assertThat(get(other.exchange("n", new long[] {3}, new Sum()))).isEqualTo(3);
            assertThat(get(one.exchange("m", new long[] {4}, new Sum()))).isEqualTo(4);
        }
    }

    /** An error that is thrown on the board's thread would otherwise leave the caller waiting. */
    @Test
    void exchange_endsWithAnErrorOfTheJvm() {
        GlobalAggregateManager broken =
                new GlobalAggregateManager() {
                    @Override
                    public <I, A, O> O updateGlobalAggregate(
                            String name, Object value, AggregateFunction<I, A, O> function) {
                        throw new OutOfMemoryError("Metaspace");
                    }
                };
        try (var board = new JobMasterBoard("a", broken, 0)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(board.exchange("n", new long[] {1}, new Sum())))
                    .withCauseInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void close_letsWhatWasAskedForEnd() throws Exception {
        CompletionStage<long[]> last;
        try (var board = board("a", 0)) {
            get(board.exchange("n", new long[] {2}, new Sum()));
            last = board.exchange("n", new long[] {3}, new Sum());
        }
        assertThat(get(last)).isEqualTo(5);
    }

    @Test
    void exchange_fails_onceClosed() {
        JobMasterBoard board = board("a", 0);
        board.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(board.exchange("n", new long[] {2}, new Sum())));
    }
}
