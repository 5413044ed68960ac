package dev.gleaner.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.benchmarks.contender.ClientSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A contender at work in a JVM of its own. Used by one thread. */
public final class Client implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final Optional<FlinkJob> job;

    private Client(ChildProcess process, Optional<FlinkJob> job) {
        this.process = process;
        this.job = job;
    }

    /**
     * Starts a contender and returns once it is at work.
     *
     * @param alone whether it gets a core without the servers, where that can be had
     */
    public static Client start(Launcher launcher, ClientSettings settings, boolean alone)
            throws IOException, InterruptedException {
        ChildProcess process = launcher.client(settings, alone);
        String ready = process.await(line -> line.startsWith("{"), PATIENCE);
        JsonNode job = MAPPER.readTree(ready).path("job");
        return new Client(
                process,
                job.isTextual()
                        ? Optional.of(new FlinkJob(URI.create(job.asText())))
                        : Optional.empty());
    }

    /** Returns the job, if the contender is one. */
    public Optional<FlinkJob> job() {
        return job;
    }

    /** Returns its CPU time by now. */
    public Mark mark() throws IOException, InterruptedException {
        return ask("mark");
    }

    /** Returns what is on its heap after a full garbage collection. */
    public Mark markAfterCollection() throws IOException, InterruptedException {
        return ask("heap");
    }

    private Mark ask(String command) throws IOException, InterruptedException {
        return MAPPER.readValue(process.ask(command, PATIENCE), Mark.class);
    }

    /** Returns whether it has not failed. */
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}
