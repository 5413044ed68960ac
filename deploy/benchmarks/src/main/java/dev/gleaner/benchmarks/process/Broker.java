package dev.gleaner.benchmarks.process;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A Kafka broker in a process of its own. Used by one thread. */
public final class Broker implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ChildProcess process;
    private final Cores cores;
    private final String bootstrapServers;
    private int loads;

    private Broker(ChildProcess process, Cores cores, String bootstrapServers) {
        this.process = process;
        this.cores = cores;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts a broker that keeps its data in the directory. */
    public static Broker start(Launcher launcher, Path directory)
            throws IOException, InterruptedException {
        ChildProcess process = launcher.broker(directory);
        String ready = process.await(line -> line.startsWith("{"), PATIENCE);
        return new Broker(
                process,
                launcher.cores(),
                MAPPER.readTree(ready).path("bootstrapServers").asText());
    }

    /** Makes topics that nobody has used, and fills the first with so many records. */
    public Topics load(long records) throws IOException, InterruptedException {
        int number = loads++;
        Topics topics =
                new Topics(bootstrapServers, "in-" + number, "out-" + number, "dead-" + number);
        ObjectNode command = MAPPER.createObjectNode().put("records", records);
        command.putArray("topics")
                .add(topics.source())
                .add(topics.enriched())
                .add(topics.deadLetters());
        process.ask(command.toString(), PATIENCE);
        return topics;
    }

    /** Gives it a core without the client, or lets it run anywhere. */
    public void alone(boolean alone) throws InterruptedException {
        cores.serverAlone(process.pid(), alone);
    }

    @Override
    public void close() {
        process.close();
    }
}
