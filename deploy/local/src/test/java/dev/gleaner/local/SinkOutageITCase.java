package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka goes away while calls are under way, and comes back. */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class SinkOutageITCase {
    /** {@code -Dgleaner.sinkOutageSeconds=70} for longer than what Kafka's clients wait. */
    private static final Duration OUTAGE =
            Duration.ofSeconds(Integer.getInteger("gleaner.sinkOutageSeconds", 3));

    private static final int RECORDS = 1_000;
    private static final int CAPACITY = 50;

    private final Path directory;
    private EndToEnd system;

    @SuppressWarnings("NullAway.Init") // started before each test
    SinkOutageITCase(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void start() throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
    }

    @AfterEach
    void stop() throws Exception {
        system.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "exactly-once"})
    void kafkaThatIsGoneForAWhile_pausesTheJob_andNothingIsLostOrAskedTwice(String delivery)
            throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(RECORDS));
        system.simulator().control(Control.none().withLatency(Latency.parse("fixed:200ms")));
        SpecText spec =
                trial.spec().with("async.capacity", CAPACITY).with("sink.delivery", delivery);
        try (RunningJob job = trial.start(spec, 2, null)) {
            Await.until("answers", () -> system.simulator().stats().accepted() >= CAPACITY);
            long until = System.nanoTime() + OUTAGE.toNanos();
            system.kafka().restart(() -> Await.pause(until));
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
            job.finish();
        }
        Results results = trial.results();
        assertThat(results.deadLetters()).isEmpty();
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(RECORDS);
        assertThat(system.simulator().stats().requests()).isEqualTo(RECORDS);
    }
}
