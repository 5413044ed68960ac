package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.local.RunningJob.Checkpoint;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job that is stopped while nobody answers, and goes on with more subtasks and another prompt.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class RescaleITCase {
    private static final Control HEALTHY = Control.none().withLatency(Latency.parse("fixed:20ms"));
    private static final int RECORDS = 600;
    private static final int CAPACITY = 100;
    private static final long LONGEST_MILLIS = 2_000;

    private static EndToEnd system;
    private static Path savepoints;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key", 4);
        savepoints = directory.resolve("savepoints");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static Stream<Arguments> endpoints() {
        return Stream.of(
                Arguments.of(
                        "ten seconds an answer",
                        HEALTHY.withLatency(Latency.parse("fixed:10s")),
                        2,
                        4),
                Arguments.of("503", HEALTHY.withFault(Fault.UNAVAILABLE, 1), 4, 2),
                Arguments.of("connections closed", HEALTHY.withDropConnections(true), 2, 4));
    }

    @ParameterizedTest(name = "{0}, from {2} to {3}")
    @MethodSource("endpoints")
    void checkpointsAndSavepointAreQuick_andTheRestIsEnrichedOnceWithTheNewPrompt(
            String name, Control trouble, int before, int after) throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(RECORDS));
        system.simulator().control(HEALTHY);
        SpecText spec = trial.spec().with("async.capacity", CAPACITY);
        String savepoint;
        try (RunningJob job = trial.start(spec, before, null)) {
            Await.until(
                    "some answers", () -> system.simulator().stats().accepted() >= CAPACITY / 2);
            system.simulator().control(trouble);
            job.awaitEnded(Math.max(0, before - Trial.PARTITIONS));
            assertThat(job.awaitCheckpoints(1)).isNotEmpty();
            long failed = job.failedCheckpoints();
            assertThat(job.awaitCheckpoints(5))
                    .extracting(Checkpoint::millis)
                    .allSatisfy(millis -> assertThat(millis).isLessThan(LONGEST_MILLIS));
            assertThat(job.failedCheckpoints()).isEqualTo(failed);
            savepoint = job.stop(savepoints);
            assertThat(job.savepointMillis()).isLessThan(LONGEST_MILLIS);
        }
        long enriched = trial.results().enriched().size();
        assertThat(enriched).isBetween(1L, RECORDS - 1L);

        system.simulator().control(HEALTHY);
        SpecText changed = spec.with("prompt.user", "Another question about {{text}}");
        try (RunningJob job = trial.start(changed, after, savepoint)) {
            job.finish();
        }
        Results results = trial.results();
        assertThat(results.deadLetters()).isEmpty();
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(RECORDS);
        Map<String, Long> byPrompt =
                results.enriched().stream()
                        .collect(
                                Collectors.groupingBy(
                                        record ->
                                                Results.json(record)
                                                        .at("/call/promptFingerprint")
                                                        .asText(),
                                        Collectors.counting()));
        assertThat(byPrompt.values()).containsExactlyInAnyOrder(enriched, RECORDS - enriched);
    }
}
