package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Savepoints of earlier releases, restored on the code of today. {@code -Dgleaner.savepoint=0.2}
 * writes one for a release; {@code savepoints/README.md} says what they hold.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class SavepointITCase {
    private static final Path SAVEPOINTS = Path.of("src/test/resources/savepoints");

    /** The first third was answered, the second was under way, the last had not been read. */
    private static final List<Message> MESSAGES = Message.some(60);

    private static final int ANSWERED = 20;
    private static final int READ = 40;

    private static EndToEnd system;
    private static Path directory;
    private static String source;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
        Trial written = system.trial("savepoint");
        written.load(MESSAGES.subList(0, ANSWERED));
        source = written.source();
        if (System.getProperty("gleaner.savepoint") == null) {
            written.load(MESSAGES.subList(ANSWERED, MESSAGES.size()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static Stream<Path> releases() throws Exception {
        try (Stream<Path> folders = Files.list(SAVEPOINTS)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void savepointOfARelease_restored_enrichesWhatWasUnderWayAndWhatFollowsOnce(Path release)
            throws Exception {
        Trial trial = system.trial();
        try (RunningJob job = trial.start(spec(trial), 1, uri(release))) {
            Await.until("all are out", () -> trial.results().enriched().size() >= READ);
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        }
        Results results = trial.results();
        assertThat(results.deadLetters()).isEmpty();
        assertThat(results.enriched())
                .extracting(Results::id)
                .containsExactlyInAnyOrderElementsOf(
                        MESSAGES.subList(ANSWERED, MESSAGES.size()).stream()
                                .map(Message::id)
                                .toList());
        assertThat(system.simulator().stats().requests()).isEqualTo(READ);
    }

    /** Of a budget that nothing was spent of, the first call would be paid in any case. */
    @ParameterizedTest
    @MethodSource("releases")
    void savepointOfARelease_restoredWithABudgetThatWasSpent_paysForNothingMore(Path release)
            throws Exception {
        Trial trial = system.trial();
        SpecText spec =
                spec(trial)
                        .with("budget.usdTotal", "0.000000001")
                        .with("budget.action", "dead-letter");
        try (RunningJob job = trial.start(spec, 1, uri(release))) {
            Await.until("all are out", () -> trial.results().deadLetters().size() >= READ);
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        }
        assertThat(trial.results().deadLetters())
                .extracting(letter -> Results.header(letter, "failure-kind"))
                .containsOnly("BUDGET_SPENT");
        assertThat(system.simulator().stats().requests()).isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = "gleaner.savepoint", matches = "\\d+\\.\\d+")
    void write() throws Exception {
        Trial trial = system.trial();
        try (RunningJob job = trial.start(spec(trial), 1, null)) {
            Await.until("some are out", () -> trial.results().enriched().size() == ANSWERED);
            system.simulator().control(Control.none().withLatency(Latency.parse("fixed:60s")));
            trial.load(source, MESSAGES.subList(ANSWERED, READ));
            Await.until("calls under way", () -> job.metric("inWork") == READ - ANSWERED);
            Path savepoint = Path.of(URI.create(job.stop(directory.resolve("savepoints"))));
            Path release = SAVEPOINTS.resolve(System.getProperty("gleaner.savepoint"));
            Files.createDirectories(release);
            try (Stream<Path> files = Files.list(savepoint)) {
                for (Path file : files.toList()) {
                    Files.copy(file, release.resolve(file.getFileName()));
                }
            }
        }
    }

    private static SpecText spec(Trial trial) throws Exception {
        return trial.spec()
                .without("source.stopAt")
                .with("source.topics", List.of(source))
                .with("budget.usdTotal", "100");
    }

    private static String uri(Path release) {
        return release.toAbsolutePath().normalize().toUri().toString();
    }
}
