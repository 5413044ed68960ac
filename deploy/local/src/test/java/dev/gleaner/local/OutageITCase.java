package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.local.RunningJob.Checkpoint;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An endpoint that answers nobody for a while: what becomes of the job and its records. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutageITCase {
    private static final Control HEALTHY = Control.none().withLatency(Latency.parse("fixed:50ms"));
    private static final Control OVERLOADED = HEALTHY.withFault(Fault.UNAVAILABLE, 1);
    private static final int PARALLELISM = 2;
    private static final int CAPACITY = 100;
    private static final int MORE_THAN_CAPACITY = 600;

    private static EndToEnd system;
    private static Path savepoints;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
        savepoints = directory.resolve("savepoints");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static Stream<Arguments> outages() {
        return Stream.of(
                Arguments.of("503", OVERLOADED),
                Arguments.of("connections closed", HEALTHY.withDropConnections(true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void outage_isWaitedOut_withCheckpointsAndFewProbes(String name, Control outage)
            throws Exception {
        Trial trial = loaded(MORE_THAN_CAPACITY);
        try (RunningJob job = trial.start(spec(trial), PARALLELISM, null)) {
            awaitAnswers(CAPACITY);
            system.simulator().control(outage);
            awaitOutage(job, PARALLELISM);

            long requests = system.simulator().stats().requests();
            long failed = job.failedCheckpoints();
            long begin = System.nanoTime();
            List<Checkpoint> checkpoints = job.awaitCheckpoints(8);
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertThat(checkpoints)
                    .extracting(Checkpoint::millis)
                    .allSatisfy(millis -> assertThat(millis).isLessThan(2_000));
            assertThat(job.failedCheckpoints()).isEqualTo(failed);
            assertThat(system.simulator().stats().requests() - requests)
                    .as("probes in %.1f s", seconds)
                    .isLessThanOrEqualTo(PARALLELISM * (1 + (long) seconds));
            assertThat(trial.results().deadLetters()).isEmpty();

            system.simulator().control(HEALTHY);
            job.finish();
        }
        assertEnrichedOnceEach(trial, MORE_THAN_CAPACITY);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "1, 2"})
    void stopInAnOutage_isPrompt_andTheRestIsEnrichedWithAnotherParallelism(int before, int after)
            throws Exception {
        Trial trial = loaded(MORE_THAN_CAPACITY);
        String savepoint;
        try (RunningJob job = trial.start(spec(trial), before, null)) {
            awaitAnswers(CAPACITY);
            system.simulator().control(OVERLOADED);
            awaitOutage(job, before);
            long begin = System.nanoTime();
            savepoint = job.stop(savepoints);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(5));
        }
        int enriched = trial.results().enriched().size();
        assertThat(enriched).isBetween(CAPACITY, MORE_THAN_CAPACITY - 1);

        system.simulator().control(HEALTHY);
        system.simulator().resetStats();
        try (RunningJob job = trial.start(spec(trial), after, savepoint)) {
            job.finish();
        }
        assertEnrichedOnceEach(trial, MORE_THAN_CAPACITY);
        assertThat(system.simulator().stats().requests()).isEqualTo(MORE_THAN_CAPACITY - enriched);
    }

    @Test
    void topicThatAppearsWhileTheJobIsStopped_isReadToItsEndToo() throws Exception {
        Trial trial = loaded(MORE_THAN_CAPACITY);
        SpecText spec =
                spec(trial)
                        .without("source.topics")
                        .with("source.topicPattern", trial.source() + ".*");
        String savepoint;
        try (RunningJob job = trial.start(spec, PARALLELISM, null)) {
            awaitAnswers(CAPACITY);
            savepoint = job.stop(savepoints);
        }
        String second = trial.source() + "-2";
        system.kafka().createTopic(second, Trial.PARTITIONS);
        trial.load(second, Message.some(CAPACITY));
        try (RunningJob job = trial.start(spec, PARALLELISM, savepoint)) {
            job.finish();
        }
        assertEnrichedOnceEach(trial, MORE_THAN_CAPACITY + CAPACITY);
    }

    @Test
    void inputThatEndsInAnOutage_isEnrichedAfterIt() throws Exception {
        int records = CAPACITY / 2;
        Trial trial = loaded(records);
        system.simulator().control(OVERLOADED);
        try (RunningJob job = trial.start(spec(trial), PARALLELISM, null)) {
            Await.until("all are in", () -> job.metric("inWork") == records);
            awaitOutage(job, PARALLELISM);
            assertThat(job.awaitCheckpoints(3)).isNotEmpty();
            system.simulator().control(HEALTHY);
            job.finish();
        }
        assertEnrichedOnceEach(trial, records);
    }

    @Test
    void actionDeadLetter_isWhatBecomesOfRecordsAfterTheTime() throws Exception {
        int records = 2 * CAPACITY;
        Trial trial = loaded(records);
        system.simulator().control(OVERLOADED);
        SpecText spec =
                spec(trial)
                        .with("call.outage.action", "dead-letter")
                        .with("call.outage.after", "1 s");
        try (RunningJob job = trial.start(spec, PARALLELISM, null)) {
            job.finish();
        }
        Results results = trial.results();
        assertThat(results.enriched()).isEmpty();
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(records);
        assertThat(results.deadLetters())
                .extracting(letter -> Results.header(letter, "failure-kind"))
                .containsOnly("OUTAGE");
    }

    @Test
    void actionFail_failsTheJob_andItsLastCheckpointHasTheRest() throws Exception {
        Trial trial = loaded(MORE_THAN_CAPACITY);
        SpecText spec =
                spec(trial).with("call.outage.action", "fail").with("call.outage.after", "1 s");
        String checkpoint;
        try (RunningJob job = trial.start(spec, PARALLELISM, null)) {
            awaitAnswers(CAPACITY);
            system.simulator().control(OVERLOADED);
            assertThat(job.failure())
                    .hasMessageContaining("The job failed: OUTAGE: ")
                    .hasMessageContaining("call.outage.after")
                    .hasMessageContaining("Start the job from its last checkpoint (flink run -s)");
            assertThat(job.status()).isEqualTo(JobStatus.FAILED);
            checkpoint = job.lastCheckpoint();
        }

        system.simulator().control(HEALTHY);
        try (RunningJob job = trial.start(spec, PARALLELISM, checkpoint)) {
            job.finish();
        }
        assertEnrichedOnceEach(trial, MORE_THAN_CAPACITY);
    }

    private static SpecText spec(Trial trial) throws Exception {
        return trial.spec().with("async.capacity", CAPACITY);
    }

    private static Trial loaded(int records) throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(records));
        system.simulator().control(HEALTHY);
        return trial;
    }

    private static void awaitAnswers(int number) throws Exception {
        Await.until(number + " answers", () -> system.simulator().stats().accepted() >= number);
    }

    /** Waits until every subtask knows of it and nothing that was sent before is under way. */
    private static void awaitOutage(RunningJob job, int parallelism) throws Exception {
        Await.until(
                "an outage everywhere",
                () ->
                        job.metric("outage") == parallelism
                                && system.simulator().stats().inFlight() == 0);
    }

    private static void assertEnrichedOnceEach(Trial trial, int records) {
        Results results = trial.results();
        assertThat(results.deadLetters()).isEmpty();
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(records);
    }
}
