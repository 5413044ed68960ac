package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.simulator.SimulatorStats;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a job sends, and what it does when it may not: limits, quotas, money, a key that is gone.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ControlITCase {
    private static final Control HEALTHY = Control.none().withLatency(Latency.parse("fixed:50ms"));
    private static final int PARALLELISM = 2;

    /** Enough checkpoints for whatever was under way to have happened. */
    private static final int A_WHILE = 5;

    private static EndToEnd system;
    private static SimulatorServer simulator;
    private static Path savepoints;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
        simulator = system.simulator();
        savepoints = directory.resolve("savepoints");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    @Test
    void capacityFarBeyondTheEndpoints_isRefusedRarely() throws Exception {
        int records = 2_000;
        Trial trial = loaded(records);
        simulator.control(HEALTHY.withConcurrencyLimit(20));
        try (RunningJob job = trial.start(capacity(trial, 200), PARALLELISM, null)) {
            job.finish();
        }
        assertEnrichedOnceEach(trial, records);
        SimulatorStats stats = simulator.stats();
        assertThat(stats.accepted()).isEqualTo(records);
        assertThat(stats.rejected()).containsOnlyKeys(429);
        // A few percent on a quiet machine; nine of ten without a limit that adapts.
        assertThat((double) stats.rejectedTotal() / stats.requests()).isLessThan(0.3);
    }

    @Test
    void tenPercent503_costFewAttemptsAndNoRecord() throws Exception {
        int records = 2_000;
        Trial trial = loaded(records);
        simulator.control(HEALTHY.withFault(Fault.UNAVAILABLE, 0.1));
        try (RunningJob job = trial.start(trial.spec(), PARALLELISM, null)) {
            job.finish();
        }
        assertEnrichedOnceEach(trial, records);
        assertThat((double) simulator.stats().requests() / records).isBetween(1.05, 1.2);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUOTA_PER_DAY", "PAYMENT_REQUIRED"})
    void accountThatIsUsedUp_isNotAskedAgain_andCostsNoRecord(Fault fault) throws Exception {
        int limit = 20;
        Trial trial = loaded(1_000);
        SpecText spec = capacity(trial, 200).with("async.limit", limit);
        try (RunningJob job = trial.start(spec, PARALLELISM, null)) {
            awaitAnswers(100);
            simulator.control(HEALTHY.withFault(fault, 1));
            // The first refusal stops all; those under way then are refused too.
            Await.until("it is held", () -> job.metric("heldMillis") > 0 && isQuiet());
            assertThat(simulator.stats().faults().get(fault)).isBetween(1L, (long) limit);

            assertHolds(job);
            assertThat(trial.results().deadLetters()).isEmpty();
        }
    }

    @Test
    void requestsPerMinute_areNotExceededInAnySecond() throws Exception {
        int records = 120;
        double perSecond = 20;
        Trial trial = loaded(records);
        SpecText spec = trial.spec().with("limits.requestsPerMinute", 1_200);
        try (RunningJob job = trial.start(spec, PARALLELISM, null)) {
            Await.until("a request", () -> simulator.stats().requests() > 0);
            long first = System.nanoTime();
            Await.until(
                    "the last request",
                    () -> {
                        long requests = simulator.stats().requests();
                        double seconds = (System.nanoTime() - first) / 1e9;
                        // A second's worth comes at once; the first look was a little late.
                        assertThat((double) requests).isLessThan(perSecond * (seconds + 1.1) + 1);
                        return requests == records;
                    });
            job.finish();
        }
        assertEnrichedOnceEach(trial, records);
    }

    @Test
    void keyThatIsRevoked_failsTheJob_andItsLastCheckpointHasTheRest() throws Exception {
        int records = 1_000;
        Trial trial = loaded(records);
        String checkpoint;
        try (RunningJob job = trial.start(capacity(trial, 10), PARALLELISM, null)) {
            awaitAnswers(100);
            assertThat(job.awaitCheckpoints(1)).isNotEmpty();
            simulator.control(HEALTHY.withFault(Fault.PERMISSION_DENIED, 1));
            assertThat(job.failure()).hasMessageContaining("The job failed: API_KEY_REJECTED: ");
            checkpoint = job.lastCheckpoint();
        }

        simulator.control(HEALTHY);
        try (RunningJob job = trial.start(trial.spec(), PARALLELISM, checkpoint)) {
            job.finish();
        }
        assertEnrichedOnceEach(trial, records);
    }

    @Test
    void budgetThatIsSpent_makesDeadLetters() throws Exception {
        int records = 200;
        Trial trial = loaded(records);
        SpecText spec = budget(trial, "0.02").with("budget.action", "dead-letter");
        try (RunningJob job = trial.start(spec, 1, null)) {
            job.finish();
        }
        Results results = trial.results();
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(records);
        assertThat(results.deadLetters())
                .extracting(letter -> Results.header(letter, "failure-kind"))
                .containsOnly("BUDGET_SPENT");
        assertIsSpent(results, "0.02");
    }

    @Test
    void budgetThatIsSpent_holdsTheJob_alsoAfterARestart_untilThereIsMore() throws Exception {
        int records = 200;
        Trial trial = loaded(records);
        String first;
        try (RunningJob job = trial.start(budget(trial, "0.02"), 1, null)) {
            Await.until("it is spent", () -> job.metric("costNanoUsd") >= 20_000_000 && isQuiet());
            Await.until("the metric that says so", () -> job.metric("budgetSpent") >= 1);
            assertHolds(job);
            first = job.stop(savepoints);
        }
        assertIsSpent(trial.results(), "0.02");

        String second;
        simulator.resetStats();
        try (RunningJob job = trial.start(budget(trial, "0.02"), PARALLELISM, first)) {
            assertHolds(job);
            second = job.stop(savepoints);
        }
        assertThat(simulator.stats().requests()).isZero();

        try (RunningJob job = trial.start(budget(trial, "20"), PARALLELISM, second)) {
            job.finish();
        }
        assertEnrichedOnceEach(trial, records);
    }

    private static SpecText capacity(Trial trial, int capacity) throws Exception {
        return trial.spec().with("async.capacity", capacity);
    }

    private static SpecText budget(Trial trial, String usd) throws Exception {
        return capacity(trial, 50)
                .with("model.generationConfig", Map.of("maxOutputTokens", 256))
                .with("budget.usdTotal", new BigDecimal(usd));
    }

    private static Trial loaded(int records) throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(records));
        simulator.control(HEALTHY);
        return trial;
    }

    private static void awaitAnswers(int number) throws Exception {
        Await.until(number + " answers", () -> simulator.stats().accepted() >= number);
    }

    private static boolean isQuiet() {
        return simulator.stats().inFlight() == 0;
    }

    /** The job runs, takes checkpoints and sends nothing. */
    private static void assertHolds(RunningJob job) throws Exception {
        long requests = simulator.stats().requests();
        assertThat(job.awaitCheckpoints(A_WHILE)).isNotEmpty();
        assertThat(simulator.stats().requests()).isEqualTo(requests);
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
    }

    /** All of the budget, and not more than one call beyond it, by what the records say. */
    private static void assertIsSpent(Results results, String budget) {
        BigDecimal spent = BigDecimal.ZERO;
        BigDecimal dearest = BigDecimal.ZERO;
        for (var record : results.enriched()) {
            BigDecimal cost = Results.json(record).at("/call/costUsd").decimalValue();
            spent = spent.add(cost);
            dearest = dearest.max(cost);
        }
        assertThat(spent).isBetween(new BigDecimal(budget), new BigDecimal(budget).add(dearest));
    }

    private static void assertEnrichedOnceEach(Trial trial, int records) {
        Results results = trial.results();
        assertThat(results.deadLetters()).isEmpty();
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(records);
    }
}
