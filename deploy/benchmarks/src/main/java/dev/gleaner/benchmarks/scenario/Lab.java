package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.ClientSettings;
import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.process.Broker;
import dev.gleaner.benchmarks.process.Client;
import dev.gleaner.benchmarks.process.Launcher;
import dev.gleaner.benchmarks.process.Simulator;
import dev.gleaner.benchmarks.process.SpecFile;
import dev.gleaner.benchmarks.process.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where scenarios are measured: one simulator and, once needed, one broker for all. */
public final class Lab implements AutoCloseable {
    /** Between checkpoints of every job. */
    public static final long CHECKPOINT_MILLIS = 3_000;

    private static final int QUIET_SECONDS = 10;

    private final Launcher launcher;
    private final Path directory;
    private final Pace pace;
    private final String delivery;
    private final Simulator simulator;
    private @Nullable Broker broker;
    private int trials;

    /**
     * Starts the simulator.
     *
     * @param directory an empty one, deleted by the caller
     * @param delivery {@code sink.delivery} of the job
     */
    public Lab(Launcher launcher, Path directory, Pace pace, String delivery)
            throws IOException, InterruptedException {
        this.launcher = launcher;
        this.directory = directory;
        this.pace = pace;
        this.delivery = delivery;
        this.simulator = Simulator.start(launcher, directory);
    }

    static String title(Contender contender) {
        return "(" + contender.letter() + ") " + contender.title();
    }

    Pace pace() {
        return pace;
    }

    /** Returns a directory that is deleted in the end. */
    Path directory() {
        return directory;
    }

    Simulator simulator() {
        return simulator;
    }

    /** Starts a contender against a simulator that nobody else uses. */
    Trial start(Contender contender, TrialSettings settings)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectory(directory.resolve("trial-" + trials++));
        boolean kafka = contender == Contender.JOB;
        Topics topics = kafka ? broker().load(settings.records()) : Topics.none();
        URI endpoint = settings.tls() ? simulator.tlsEndpoint() : simulator.endpoint();
        Path spec =
                SpecFile.write(
                        folder, launcher.examples(), endpoint, topics, changes(settings, kafka));
        pin(settings.alone());
        awaitQuiet();
        simulator.reset(settings.control());
        Sampler sampler = Sampler.start(simulator);
        ClientSettings client =
                new ClientSettings(
                        contender,
                        endpoint,
                        settings.capacity(),
                        launcher.examples(),
                        spec,
                        folder,
                        CHECKPOINT_MILLIS,
                        settings.recordBytes());
        return new Trial(
                sampler,
                Client.start(launcher, client, settings.alone()),
                topics,
                kafka ? settings.records() : Long.MAX_VALUE);
    }

    private Map<String, Object> changes(TrialSettings settings, boolean kafka) {
        Map<String, Object> changes = new HashMap<>(settings.spec());
        changes.put("name", "benchmark-" + trials);
        changes.put("async.capacity", settings.capacity());
        changes.put("sink.delivery", kafka ? delivery : "at-least-once");
        return changes;
    }

    private Broker broker() throws IOException, InterruptedException {
        if (broker == null) {
            broker = Broker.start(launcher, directory.resolve("kafka"));
        }
        return broker;
    }

    private void pin(boolean alone) throws InterruptedException {
        simulator.alone(alone);
        if (broker != null) {
            broker.alone(alone);
        }
    }

    /** What the client before has left is answered first. */
    private void awaitQuiet() throws IOException, InterruptedException {
        simulator.reset("{}");
        for (int i = 0; i < QUIET_SECONDS * 10 && simulator.sample(0).inFlight() > 0; i++) {
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        simulator.close();
        if (broker != null) {
            broker.close();
        }
    }
}
