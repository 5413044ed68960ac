package dev.gleaner.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * One run from nothing to nothing: broker, endpoint and cluster are started, the records loaded,
 * the job run and watched, and everything is taken down again, also when interrupted.
 */
final class LocalRun {
    private static final int PARTITIONS = 4;

    private final SpecReader specs;
    private final EndpointServer.Factory simulator;
    private final RunReport report;

    LocalRun(SpecReader specs, EndpointServer.Factory simulator, RunReport report) {
        this.specs = specs;
        this.simulator = simulator;
        this.report = report;
    }

    /**
     * Returns once everything is taken down.
     *
     * @throws InputException if a file cannot be used; nothing has been started then
     * @throws JobFailedException if the job failed
     * @throws InterruptedException if interrupted, everything has been taken down then
     * @throws Exception whatever else kept the system from starting
     */
    RunSummary run(RunSettings settings) throws Exception {
        long records = settings.input().check();
        LocalJob job = specs.read(settings.spec());
        report.starting();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalKafka kafka = LocalKafka.start(directory.path().resolve("kafka"));
                EndpointServer server = endpointServer(settings);
                LocalCluster cluster =
                        LocalCluster.start(
                                directory.path(), settings.parallelism(), LocalCluster.WEB_PORTS)) {
            Endpoint endpoint = endpoint(settings, server.baseUri(), directory.path());
            report.started(kafka, endpoint, cluster);
            load(job, settings.input(), kafka);
            report.loaded(records, settings.input(), job);
            RunSummary summary =
                    new JobWatch(job, kafka.bootstrapServers(), cluster, report)
                            .run(endpoint, records);
            if (settings.keepRunning()) {
                report.keepsRunning(cluster);
                new CountDownLatch(1).await();
            }
            return summary;
        }
    }

    private void load(LocalJob job, JsonLines input, LocalKafka kafka)
            throws ExecutionException, InterruptedException, InputException {
        List<String> topics =
                Stream.concat(
                                job.sourceTopics().stream(),
                                Stream.of(job.enrichedTopic(), job.deadLetterTopic()))
                        .distinct()
                        .toList();
        for (String topic : topics) {
            kafka.createTopic(topic, PARTITIONS);
        }
        new MessageLoader(kafka.bootstrapServers())
                .load(input, job.sourceTopics().get(0), PARTITIONS);
    }

    private EndpointServer endpointServer(RunSettings settings) throws IOException {
        Endpoint endpoint = settings.endpoint();
        return endpoint == null ? simulator.start() : new RemoteEndpoint(endpoint.uri());
    }

    /** The simulator takes any key; it still is given by reference, as every key is. */
    private static Endpoint endpoint(RunSettings settings, URI simulator, Path directory)
            throws IOException {
        Endpoint given = settings.endpoint();
        if (given != null) {
            return given;
        }
        Path key = Files.writeString(directory.resolve("simulator-key"), "local");
        return new Endpoint(simulator, "file:" + key);
    }

    /** Nothing to start and nothing to stop. */
    private record RemoteEndpoint(URI baseUri) implements EndpointServer {
        @Override
        public void close() {}
    }
}
