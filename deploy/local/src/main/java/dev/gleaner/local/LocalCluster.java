package dev.gleaner.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Flink's MiniCluster with its REST API and web UI on loopback. Jobs are submitted over REST, as to
 * any session cluster. Thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
    /** Flink's usual port of the web UI, or the next one that is free. */
    public static final String WEB_PORTS = "8081-8181";

    private final MiniCluster cluster;
    private final Configuration configuration;
    private final URI webAddress;
    private final AtomicInteger replaced = new AtomicInteger();

    private LocalCluster(MiniCluster cluster, Configuration configuration, URI webAddress) {
        this.cluster = cluster;
        this.configuration = configuration;
        this.webAddress = webAddress;
    }

    /**
     * Starts a cluster of one TaskManager; blocks until it takes jobs, about 2 s.
     *
     * @param directory where checkpoints and temporary files go; the caller deletes it
     * @param slots task slots and default parallelism, from 1
     * @param webPorts a port or a range such as {@value #WEB_PORTS}; 0 is any free port
     * @throws IllegalStateException if it does not start, for example for want of a port
     */
    public static LocalCluster start(Path directory, int slots, String webPorts)
            throws InterruptedException {
        return start(directory, slots, webPorts, new Configuration());
    }

    /** The same with more of Flink's options, which go before those of this class. */
    static LocalCluster start(Path directory, int slots, String webPorts, Configuration more)
            throws InterruptedException {
        Configuration configuration = configuration(directory, slots, webPorts);
        configuration.addAll(more);
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumSlotsPerTaskManager(slots)
                                .build());
        try {
            cluster.start();
            URI webAddress = cluster.getRestAddress().get();
            configuration.set(RestOptions.PORT, webAddress.getPort());
            awaitReadiness(configuration);
            return new LocalCluster(cluster, configuration, webAddress);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // what start() declares
            throw new IllegalStateException("Flink's cluster did not start: " + e.getMessage(), e);
        }
    }

    /** The REST API is there before it knows whom to ask; its client tries again until it does. */
    private static void awaitReadiness(Configuration configuration) throws Exception {
        try (var client =
                new RestClusterClient<>(configuration, StandaloneClusterId.getInstance())) {
            client.listJobs().get();
        }
    }

    private static Configuration configuration(Path directory, int slots, String webPorts) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, webPorts);
        configuration.set(RestOptions.BIND_ADDRESS, "localhost");
        configuration.set(RestOptions.ADDRESS, "localhost");
        configuration.set(RestOptions.RETRY_DELAY, Duration.ofMillis(50));
        configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 200);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, slots);
        configuration.set(CoreOptions.TMP_DIRS, directory.resolve("flink").toString());
        configuration.set(WebOptions.TMP_DIR, directory.resolve("web").toString());
        configuration.set(WebOptions.UPLOAD_DIR, directory.resolve("upload").toString());
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        // What fails here fails again; whoever watches wants the reason at once.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofMillis(500));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        return configuration;
    }

    /** Returns the address of the web UI and the REST API. */
    public URI webAddress() {
        return webAddress;
    }

    /** Returns an environment whose jobs run here, checkpointed every second. */
    public StreamExecutionEnvironment environment() {
        return StreamExecutionEnvironment.createRemoteEnvironment(
                webAddress.getHost(), webAddress.getPort(), configuration);
    }

    /** Ends the TaskManager, whatever runs on it, and starts another in its place. */
    void replaceTaskManager() throws Exception {
        // The cluster goes on counting those that are gone.
        cluster.terminateTaskManager(replaced.getAndIncrement()).join();
        cluster.startTaskManager();
    }

    /** Cancels what runs and stops the cluster. */
    @Override
    public void close() {
        cluster.closeAsync().join();
    }
}
