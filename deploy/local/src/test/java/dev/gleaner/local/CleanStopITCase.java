package dev.gleaner.local;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a job leaves behind in the JVM of a task manager and a client: nothing. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CleanStopITCase {
    private static final Path JAR = Path.of("../../job/target/gleaner-job.jar");
    private static final int RESTARTS = Integer.getInteger("restarts", 20);
    private static final int PARALLELISM = 2;

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
    void twentyRestarts_leaveNoThreadNoSocketAndNoClassLoader() throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(2000));
        system.simulator().control(Control.none().withLatency(Latency.parse("fixed:4s")));
        Path spec = trial.spec().without("source.stopAt").writeTo(directory);
        String savepoint = null;
        try (FlinkProcess flink = new FlinkProcess(directory.resolve("process"), JAR)) {
            for (int i = 0; i < RESTARTS; i++) {
                savepoint = startAndStop(flink, spec, savepoint, i % 2 == 0);
                if (i % 4 == 3) {
                    Thread.sleep(3000);
                    System.out.println(
                            i + " loaders " + flink.live("org.apache.flink.util.ChildFirstClassLoader") + " sockets " + flink.sockets() + " threads " + flink.threads());
                    System.out.println(flink.tool("VM.metaspace").lines().limit(20).toList());
                }
            }
            Thread.sleep(5000);
            System.out.println(
                    " loaders " + flink.live("org.apache.flink.util.ChildFirstClassLoader") + " sockets " + flink.sockets() + " threads " + flink.threads());
            System.out.println(flink.tool("VM.classloaders"));
            System.out.println(flink.tool("GC.heap_dump /tmp/w/order/heap.hprof"));
        }
    }

    private static @Nullable String startAndStop(
            FlinkProcess flink, Path spec, @Nullable String savepoint, boolean cancel)
            throws Exception {
        system.simulator().resetStats();
        try (RunningJob job = flink.run(spec, PARALLELISM, savepoint)) {
            Await.until("calls under way", () -> system.simulator().stats().inFlight() >= 20);
            job.awaitTasks();
            return cancel ? savepoint : job.stop(directory.resolve("savepoints"));
        }
    }
}
