package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What jobs leave behind in the JVM of a session cluster when they are stopped or cancelled. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CleanStopITCase {
    private static final Path JAR = Path.of("../../job/target/gleaner-job.jar");
    private static final String LOADER = "org.apache.flink.util.ChildFirstClassLoader";

    /** {@code -Dgleaner.restarts=20} for more. */
    private static final int RESTARTS = Integer.getInteger("gleaner.restarts", 6);

    /** Of the first jobs come the threads and connections that Flink keeps. */
    private static final int WARM_UP = 2;

    private static final int RECORDS = 300;
    private static final int PARALLELISM = 2;
    private static final Control SLOW = Control.none().withLatency(Latency.parse("fixed:4s"));

    private static EndToEnd system;
    private static Path directory;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    @Test
    void stopsAndCancels_withCallsUnderWay_leaveNoThreadNoSocketNoClassAndLoseNothing()
            throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(RECORDS));
        Path spec = trial.spec().without("source.stopAt").writeTo(directory);
        try (FlinkProcess flink = new FlinkProcess(directory.resolve("process"), JAR)) {
            String savepoint = null;
            Set<String> threads = new TreeSet<>();
            for (int i = 0; i < RESTARTS; i++) {
                if (i == WARM_UP) {
                    threads = flink.threads();
                }
                savepoint = startAndStop(flink, spec, savepoint, i % 2 == 0);
                awaitNoConnection(flink, "the endpoint", endpointPort());
                awaitNoConnection(flink, "Kafka", kafkaPort());
            }
            // One is remembered by the JDK's own method handles, whichever came last.
            Await.until("the class loaders are gone", () -> flink.live(LOADER) <= 1);
            assertThat(flink.threads()).isSubsetOf(threads);

            system.simulator().control(Control.none());
            try (RunningJob job = flink.run(spec, PARALLELISM, savepoint)) {
                Await.until("all are written", () -> trial.results().enriched().size() >= RECORDS);
                job.awaitTasks();
            }
        }
        assertThat(trial.results().origins()).doesNotHaveDuplicates().hasSize(RECORDS);
    }

    private static void awaitNoConnection(FlinkProcess flink, String server, int port)
            throws Exception {
        Await.until("no connection to " + server, () -> flink.connectionsTo(port) == 0);
    }

    private static int endpointPort() {
        return system.simulator().baseUri().getPort();
    }

    private static int kafkaPort() {
        return URI.create("kafka://" + system.kafka().bootstrapServers()).getPort();
    }

    private static @Nullable String startAndStop(
            FlinkProcess flink, Path spec, @Nullable String savepoint, boolean cancel)
            throws Exception {
        system.simulator().control(SLOW);
        Await.until("nothing under way", () -> system.simulator().stats().inFlight() == 0);
        try (RunningJob job = flink.run(spec, PARALLELISM, savepoint)) {
            Await.until("calls under way", () -> system.simulator().stats().inFlight() > 0);
            job.awaitTasks();
            assertThat(flink.connectionsTo(endpointPort())).isPositive();
            assertThat(flink.connectionsTo(kafkaPort())).isPositive();
            return cancel ? savepoint : job.stop(directory.resolve("savepoints"));
        }
    }
}
