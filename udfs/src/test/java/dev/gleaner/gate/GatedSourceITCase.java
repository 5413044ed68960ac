package dev.gleaner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectClusterClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkpoints are taken when the test asks for one, and calls answered when it says so. */
@Timeout(60)
class GatedSourceITCase {
    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final int HIGH = 8;
    private static final int CAPACITY = 64;
    private static final int END = 1_000;

    private record Job(OutputMode mode, long from, int high, int parallelism) {
        private Job(OutputMode mode) {
            this(mode, 0, HIGH, 1);
        }

        private JobClient start(Configuration flink) throws Exception {
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(flink);
            env.setParallelism(parallelism);
            env.getConfig().enableObjectReuse();
            DataStream<Long> numbers =
                    env.fromSource(
                                    GatedSource.around(new CommittingSource(from, END - 1)),
                                    WatermarkStrategy.noWatermarks(),
                                    "numbers")
                            .uid("numbers");
            (mode == OutputMode.ORDERED
                            ? AsyncDataStream.orderedWait(
                                    numbers, new HeldFunction(high), 1, TimeUnit.DAYS, CAPACITY)
                            : AsyncDataStream.unorderedWait(
                                    numbers, new HeldFunction(high), 1, TimeUnit.DAYS, CAPACITY))
                    .uid("calls")
                    .map(new DurableResults())
                    .uid("results")
                    .sinkTo(new DiscardingSink<>())
                    .uid("sink");
            return env.executeAsync();
        }

        private JobClient start() throws Exception {
            return start(everyMillis(TimeUnit.DAYS.toMillis(1)));
        }
    }

    private static Configuration everyMillis(long interval) {
        return new Configuration()
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(interval));
    }

    /** So that a test that fails leaves no job in the next one's place. */
    @AfterEach
    void cancelWhatIsLeft(@InjectClusterClient ClusterClient<?> flink) throws Exception {
        for (JobStatusMessage job : flink.listJobs().get(20, TimeUnit.SECONDS)) {
            if (!job.getJobState().isGloballyTerminalState()) {
                flink.cancel(job.getJobId()).get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static long checkpoint(ClusterClient<?> flink, JobClient job) throws Exception {
        return flink.triggerCheckpoint(job.getJobID(), CheckpointType.FULL)
                .get(20, TimeUnit.SECONDS);
    }

    private static void awaitEnd(JobClient job) throws Exception {
        job.getJobExecutionResult().get(60, TimeUnit.SECONDS);
    }

    private static Long[] all() {
        return LongStream.range(0, END).boxed().toArray(Long[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void outage_doesNotHoldCheckpointsUp(
            OutputMode mode, @InjectClusterClient ClusterClient<?> flink) throws Exception {
        Calls calls = Calls.hold(value -> true);
        JobClient job = new Job(mode).start();
        calls.awaitHeld(HIGH);
        for (int i = 0; i < 5; i++) {
            checkpoint(flink, job);
        }
        assertThat(calls.held()).hasSize(HIGH);
        calls.release();
        awaitEnd(job);
        assertThat(calls.emitted()).containsExactlyInAnyOrder(all());
    }

    /** What has an answer stands behind the one that has none, and fills no queue. */
    @Test
    void ordered_oneStuckCall_doesNotHoldCheckpointsUp(@InjectClusterClient ClusterClient<?> flink)
            throws Exception {
        Calls calls = Calls.hold(value -> value == 3);
        JobClient job = new Job(OutputMode.ORDERED).start();
        calls.awaitHeld(1);
        for (int i = 0; i < 3; i++) {
            checkpoint(flink, job);
        }
        assertThat(calls.emitted()).containsExactly(0L, 1L, 2L);
        calls.release();
        awaitEnd(job);
        assertThat(calls.emitted()).containsExactly(all());
    }

    @ParameterizedTest
    @EnumSource
    void endOfInput_waitsForTheCalls_andCheckpointsGoOn(
            OutputMode mode, @InjectClusterClient ClusterClient<?> flink) throws Exception {
        Calls calls = Calls.hold(value -> value >= END - 3);
        JobClient job = new Job(mode).start();
        calls.awaitHeld(3);
        for (int i = 0; i < 3; i++) {
            checkpoint(flink, job);
        }
        assertThat(calls.emitted()).hasSize(END - 3);
        calls.release();
        awaitEnd(job);
        assertThat(calls.durable()).containsExactlyInAnyOrder(all());
        assertThat(calls.committedOffset()).isEqualTo(END);
    }

    @ParameterizedTest
    @EnumSource
    void stopInAnOutage_thenHalfTheParallelism_losesAndRepeatsNothing(
            OutputMode mode, @TempDir Path savepoints, @InjectClusterClient ClusterClient<?> flink)
            throws Exception {
        Calls calls = Calls.hold(value -> true);
        JobClient two = new Job(mode, 0, HIGH, 2).start();
        calls.awaitHeld(2 * HIGH);
        String savepoint =
                two.stopWithSavepoint(
                                false, savepoints.toUri().toString(), SavepointFormatType.NATIVE)
                        .get(20, TimeUnit.SECONDS);
        Set<Long> stopped = calls.held();

        calls = Calls.hold(value -> true);
        Configuration restored = everyMillis(50);
        restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        JobClient one = new Job(mode).start(restored);
        calls.awaitHeld(2 * HIGH);
        calls.awaitSinkHeardOf(1);
        assertThat(calls.held()).isEqualTo(stopped);
        calls.release();
        awaitEnd(one);
        assertThat(calls.emitted()).containsExactlyInAnyOrder(all());
    }

    /** Once measured with offsets committed as read: what was under way was in no sink, ever. */
    @ParameterizedTest
    @EnumSource
    void newStartFromTheCommittedOffset_losesNothing(
            OutputMode mode, @InjectClusterClient ClusterClient<?> flink) throws Exception {
        Calls calls = Calls.hold(value -> value == 5 || value == END - 2);
        JobClient first = new Job(mode).start();
        calls.awaitHeld(mode == OutputMode.ORDERED ? 1 : 2);
        checkpoint(flink, first);
        checkpoint(flink, first);
        // The sink hears of a checkpoint before the source does, but of the next one after it.
        calls.awaitSinkHeardOf(checkpoint(flink, first));
        first.cancel().get(20, TimeUnit.SECONDS);
        Set<Long> durable = new HashSet<>(calls.durable());
        long committed = calls.committedOffset();
        assertThat(durable).isNotEmpty();

        calls = Calls.hold(value -> false);
        awaitEnd(new Job(mode, committed, HIGH, 1).start());
        durable.addAll(calls.durable());
        assertThat(durable).containsExactlyInAnyOrder(all());
    }

    @Test
    void notChained_failsTheJob_andSaysWhy() throws Exception {
        Calls.hold(value -> false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        DataStream<Long> numbers =
                env.fromSource(
                                GatedSource.around(new CommittingSource(0, END)),
                                WatermarkStrategy.noWatermarks(),
                                "numbers")
                        .rebalance();
        AsyncDataStream.unorderedWait(numbers, new HeldFunction(HIGH), 1, TimeUnit.DAYS, CAPACITY)
                .sinkTo(new DiscardingSink<>());
        assertThatThrownBy(env::execute).hasStackTraceContaining("must be chained");
    }
}
