package dev.gleaner.local;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;

/** Broker, cluster and simulator that the tests of one class share; each test has its own trial. */
final class EndToEnd implements AutoCloseable {
    private final LocalKafka kafka;
    private final LocalCluster cluster;
    private final SimulatorServer simulator;
    private final Path keyFile;
    private final AtomicInteger trials = new AtomicInteger();

    private EndToEnd(
            LocalKafka kafka, LocalCluster cluster, SimulatorServer simulator, Path keyFile) {
        this.kafka = kafka;
        this.cluster = cluster;
        this.simulator = simulator;
        this.keyFile = keyFile;
    }

    /**
     * Starts everything.
     *
     * @param key what the file holds that the trials' specs name as the key
     */
    static EndToEnd start(Path directory, SimulatorSettings settings, String key)
            throws IOException, InterruptedException {
        return start(directory, settings, key, 2, Map.of(), new Configuration());
    }

    /** The same with a number of Flink's slots. */
    static EndToEnd start(Path directory, SimulatorSettings settings, String key, int slots)
            throws IOException, InterruptedException {
        return start(directory, settings, key, slots, Map.of(), new Configuration());
    }

    /** The same with properties of the broker's beside the usual ones. */
    static EndToEnd start(
            Path directory, SimulatorSettings settings, String key, Map<String, String> broker)
            throws IOException, InterruptedException {
        return start(directory, settings, key, 2, broker, new Configuration());
    }

    /** The same with more of Flink's options. */
    static EndToEnd start(
            Path directory, SimulatorSettings settings, String key, Configuration flink)
            throws IOException, InterruptedException {
        return start(directory, settings, key, 2, Map.of(), flink);
    }

    private static EndToEnd start(
            Path directory,
            SimulatorSettings settings,
            String key,
            int slots,
            Map<String, String> broker,
            Configuration flink)
            throws IOException, InterruptedException {
        Path keyFile = Files.writeString(directory.resolve("key").toAbsolutePath(), key);
        return new EndToEnd(
                LocalKafka.start(directory.resolve("kafka"), broker),
                PromptCluster.start(directory, slots, flink),
                SimulatorServer.start(settings),
                keyFile);
    }

    SimulatorServer simulator() {
        return simulator;
    }

    LocalKafka kafka() {
        return kafka;
    }

    LocalCluster cluster() {
        return cluster;
    }

    /** A job's name and its topics, which nobody has used yet, and a simulator without faults. */
    Trial trial() throws Exception {
        return trial("trial-" + trials.incrementAndGet());
    }

    /** The same with a name of the test's own. */
    Trial trial(String name) throws Exception {
        simulator.control(Control.none());
        simulator.resetStats();
        Trial trial = new Trial(this, name, keyFile);
        trial.createTopics();
        return trial;
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        simulator.close();
        kafka.close();
    }
}
