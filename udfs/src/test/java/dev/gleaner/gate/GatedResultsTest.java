package dev.gleaner.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With Flink's own operator, whose mails run when the test says so. */
class GatedResultsTest {
    private static final long TIMEOUT_MILLIS = 1_000;

    private final Gate gate = new Gate(100, 50);
    private final CommitLine commits = new CommitLine(gate);
    private final Held function = new Held(gate);
    private OneInputStreamOperatorTestHarness<Long, Long> operator;

    @SuppressWarnings("NullAway.Init") // every test opens it first
    GatedResultsTest() {}

    private void open(OutputMode mode) throws Exception {
        operator =
                new OneInputStreamOperatorTestHarness<>(
                        new AsyncWaitOperatorFactory<>(function, TIMEOUT_MILLIS, 10, mode),
                        LongSerializer.INSTANCE);
        operator.open();
    }

    private void process(long... values) throws Exception {
        for (long value : values) {
            operator.processElement(new StreamRecord<>(value));
        }
    }

    private void runMails() throws Exception {
        while (operator.getTaskMailbox().hasMail()) {
            operator.getTaskMailbox().take(0).run();
        }
    }

    private List<Object> emitted() {
        return operator.getOutput().stream()
                .<Object>map(record -> ((StreamRecord<?>) record).getValue())
                .toList();
    }

    @AfterEach
    void close() throws Exception {
        operator.close();
    }

    /** Were it out here, the checkpoint would commit a record that is in no sink yet. */
    @ParameterizedTest
    @EnumSource
    void completedButNotEmitted_isInsideStill(OutputMode mode) throws Exception {
        open(mode);
        process(1);
        function.complete(0, List.of(1L));
        commits.snapshot(7);
        assertThat(emitted()).isEmpty();
        assertThat(gate.inside()).isEqualTo(1);
        assertThat(commits.complete(7)).isEmpty();

        runMails();
        commits.snapshot(8);
        assertThat(emitted()).containsExactly(1L);
        assertThat(gate.inside()).isZero();
        assertThat(commits.complete(8)).hasValue(8);
    }

    @Test
    void ordered_behindASlowOne_isInsideUntilThatHasLeft() throws Exception {
        open(OutputMode.ORDERED);
        process(1, 2, 3);
        function.complete(1, List.of(2L));
        function.complete(2, List.of(3L));
        runMails();
        assertThat(gate.inside()).isEqualTo(3);
        function.complete(0, List.of(1L));
        runMails();
        assertThat(emitted()).containsExactly(1L, 2L, 3L);
        assertThat(gate.inside()).isZero();
    }

    @Test
    void ordered_oneMailEmitsOne_andOneLeaves() throws Exception {
        open(OutputMode.ORDERED);
        process(1, 2);
        function.complete(1, List.of(2L));
        runMails();
        function.complete(0, List.of(1L));
        operator.getTaskMailbox().take(0).run();
        assertThat(emitted()).containsExactly(1L);
        assertThat(gate.inside()).isEqualTo(1);
    }

    @Test
    void unordered_leavesBeforeASlowOne() throws Exception {
        open(OutputMode.UNORDERED);
        process(1, 2);
        function.complete(1, List.of(2L));
        runMails();
        assertThat(emitted()).containsExactly(2L);
        assertThat(gate.inside()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void noResults_leaveToo(OutputMode mode) throws Exception {
        open(mode);
        process(1);
        function.complete(0, List.of());
        runMails();
        assertThat(emitted()).isEmpty();
        assertThat(gate.inside()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void resultsOfASupplier_leaveToo(OutputMode mode) throws Exception {
        open(mode);
        process(1);
        function.futures.get(0).complete(() -> List.of(1L, 2L));
        runMails();
        assertThat(emitted()).containsExactly(1L, 2L);
        assertThat(gate.inside()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void timeoutAndLateAnswer_leaveOnce(OutputMode mode) throws Exception {
        open(mode);
        process(1, 2);
        operator.setProcessingTime(TIMEOUT_MILLIS);
        runMails();
        assertThat(emitted()).containsExactly(-1L, -2L);
        assertThat(gate.inside()).isZero();
        function.complete(0, List.of(1L));
        runMails();
        assertThat(gate.inside()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void failure_neverLeaves(OutputMode mode) throws Exception {
        open(mode);
        operator.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
        process(1);
        function.futures.get(0).completeExceptionally(new IllegalStateException("expected"));
        runMails();
        commits.snapshot(1);
        assertThat(commits.complete(1)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nameOfAResult_letsNobodyOut(OutputMode mode) throws Exception {
        open(mode);
        process(1);
        function.complete(0, List.of(1L));
        assertThat(operator.getTaskMailbox().take(0).toString()).contains("1 results");
        assertThat(gate.inside()).isEqualTo(1);
    }

    private static final class Held extends RichAsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;
        private final transient List<ResultFuture<Long>> futures = new ArrayList<>();
        private final transient Gate gate;
        private transient GatedResults<Long> results;

        @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
        private Held(Gate gate) {
            this.gate = gate;
        }

        @Override
        public void open(OpenContext context) {
            results = new GatedResults<>(gate, () -> {});
        }

        @Override
        public void asyncInvoke(Long value, ResultFuture<Long> future) {
            futures.add(results.enter(future, 0).future());
        }

        @Override
        public void timeout(Long value, ResultFuture<Long> future) {
            results.find(future).complete(List.of(-value));
        }

        /** From another thread, as an answer comes. */
        private void complete(int index, List<Long> values) throws InterruptedException {
            Thread thread = new Thread(() -> futures.get(index).complete(values));
            thread.start();
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
    }
}
