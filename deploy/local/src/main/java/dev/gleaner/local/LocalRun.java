package dev.gleaner.local;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SinkTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One run from nothing to nothing: broker, endpoint and cluster are started, the records loaded,
 * the job run and watched, and everything is taken down again, also when interrupted.
 */
final class LocalRun {
    private static final int PARTITIONS = 4;
    private static final Control AS_A_SMALL_MODEL =
            Control.none().withLatency(Latency.logNormal(Duration.ofMillis(300), 0.4));

    private final JobSubmission submission;
    private final RunReport report;

    LocalRun(JobSubmission submission, RunReport report) {
        this.submission = submission;
        this.report = report;
    }

    /**
     * Returns once everything is taken down.
     *
     * @throws InputException if a file cannot be used; nothing has been started then
     * @throws JobFailedException if the job failed
     * @throws InterruptedException if interrupted; everything has been taken down then, too
     * @throws Exception whatever else kept the system from starting
     */
    RunSummary run(RunSettings settings) throws Exception {
        long records = settings.input().check();
        JobSpec spec = LocalSpec.read(settings.spec());
        report.starting();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalKafka kafka = LocalKafka.start(directory.path().resolve("kafka"));
                SimulatorServer simulator = simulatorUnlessReal(settings);
                LocalCluster cluster =
                        LocalCluster.start(
                                directory.path(), settings.parallelism(), LocalCluster.WEB_PORTS)) {
            Endpoint endpoint = endpoint(settings, simulator, directory.path());
            JobSpec job = LocalSpec.localized(spec, kafka.bootstrapServers(), endpoint);
            report.started(job, cluster);
            load(job, settings.input(), kafka);
            report.loaded(records, settings.input(), job);
            RunSummary summary = new JobWatch(submission, cluster, report).run(job, records);
            if (settings.keepRunning()) {
                report.keepsRunning(cluster);
                new CountDownLatch(1).await();
            }
            return summary;
        }
    }

    private static void load(JobSpec job, JsonRecords input, LocalKafka kafka)
            throws ExecutionException, InterruptedException, InputException {
        Set<String> topics = new LinkedHashSet<>(job.source().topics());
        topics.addAll(SinkTopics.of(job).names().keySet());
        topics.add(job.deadLetter().topic());
        for (String topic : topics) {
            kafka.createTopic(topic, PARTITIONS);
        }
        new MessageLoader(kafka.bootstrapServers())
                .load(input, job.source().topics().get(0), PARTITIONS);
    }

    private static @Nullable SimulatorServer simulatorUnlessReal(RunSettings settings)
            throws IOException {
        return settings.endpoint() == null
                ? SimulatorServer.start(SimulatorSettings.defaults().withControl(AS_A_SMALL_MODEL))
                : null;
    }

    /** The simulator takes any key; it is given one by reference, as every endpoint is. */
    private static Endpoint endpoint(
            RunSettings settings, @Nullable SimulatorServer simulator, Path directory)
            throws IOException {
        if (simulator == null) {
            return Objects.requireNonNull(settings.endpoint());
        }
        Path key = Files.writeString(directory.resolve("simulator-key"), "local");
        return new Endpoint(simulator.baseUri(), "file:" + key, true);
    }
}
