package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.spec.SpecLoader;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that together are larger than the heap, at the usual capacity, in a JVM of their own that
 * ends when its memory does.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LargeRecordsITCase {
    private static final int RECORDS = 130;
    private static final String TEXT = "a".repeat(4_000_000);

    @Test
    void recordsOfFourMegabytes_inAHeapOfOneGigabyte_areEnriched(@TempDir Path directory)
            throws Exception {
        try (EndToEnd system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key")) {
            Trial trial = system.trial();
            for (int i = 0; i < RECORDS; i += 10) {
                List<Message> some = new ArrayList<>();
                for (int n = i; n < i + 10; n++) {
                    some.add(Message.saying("m-" + n, TEXT));
                }
                trial.load(some);
            }
            system.simulator().control(Control.none().withFault(Fault.UNAVAILABLE, 1));
            Path spec = trial.spec().writeTo(directory);
            Process process =
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-Xmx1g",
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+ExitOnOutOfMemoryError",
                                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    LargeRecordsITCase.class.getName(),
                                    spec.toString(),
                                    directory.resolve("process").toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try {
                JobMetricsClient job = job(process.inputReader());
                Await.until(
                        "the source pauses",
                        () -> !process.isAlive() || job.sum(id -> id.endsWith(".gatedMillis")) > 0);
                system.simulator().control(Control.none());
                assertThat(process.waitFor()).isZero();
            } finally {
                process.destroyForcibly();
            }
            // The enriched records are too many bytes for this JVM; what is not there is counted.
            String none = trial.deadLetters();
            assertThat(Results.read(system.kafka().bootstrapServers(), none, none).deadLetters())
                    .isEmpty();
            assertThat(system.simulator().stats().accepted()).isEqualTo(RECORDS);
        }
    }

    private static JobMetricsClient job(BufferedReader output) {
        List<String> words =
                output.lines()
                        .filter(line -> line.startsWith("http://"))
                        .map(line -> List.of(line.split(" ", 2)))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no job"));
        return new JobMetricsClient(URI.create(words.get(0)), words.get(1));
    }

    /** Runs one job to its end, in a cluster of its own. */
    public static void main(String[] arguments) throws Exception {
        Path spec = Path.of(arguments[0]).toAbsolutePath();
        try (LocalCluster cluster = PromptCluster.start(Path.of(arguments[1]), 2)) {
            JobClient job =
                    LocalMain.submit(
                            cluster.environment(),
                            SpecLoader.parse(
                                    Files.readString(spec),
                                    Objects.requireNonNull(spec.getParent()),
                                    name -> null));
            System.out.println(cluster.webAddress() + " " + job.getJobID());
            job.getJobExecutionResult().get();
        }
        System.exit(0);
    }
}
