package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/** A job that a test looks at while it runs; cancelled when closed, if it still does. */
final class RunningJob implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final JobClient client;
    private final JobMetricsClient rest;

    RunningJob(JobClient client, URI api) {
        this.client = client;
        this.rest = new JobMetricsClient(api, client.getJobID().toString());
    }

    /**
     * A checkpoint that completed.
     *
     * @param triggeredAt epoch milliseconds
     * @param millis how long it took from end to end
     */
    record Checkpoint(long triggeredAt, long millis) {}

    JobStatus status() throws Exception {
        return client.getJobStatus().get();
    }

    /** Returns a metric of the function, over all subtasks; 0 if there is none yet. */
    long metric(String name) throws IOException, InterruptedException {
        return rest.sum(id -> id.endsWith("enrichment.gleaner." + name));
    }

    /** Returns a metric of the source, over all subtasks; 0 if there is none yet. */
    long sourceMetric(String name) throws IOException, InterruptedException {
        return rest.sum(id -> id.endsWith("Source__source.gleaner." + name));
    }

    /** Returns a metric of the sink, over all subtasks; 0 if there is none yet. */
    long sinkMetric(String name) throws IOException, InterruptedException {
        return rest.sum(id -> id.contains("sink__Writer") && id.endsWith(".gleaner." + name));
    }

    /** Returns when the job was last restarted, in epoch milliseconds, or 0. */
    long restartedAt() throws IOException, InterruptedException {
        JsonNode at = rest.get("").at("/timestamps/RESTARTING");
        assertThat(at.isNumber()).as("it is told").isTrue();
        return at.asLong();
    }

    /** Returns how often the job was restarted. */
    long restarts() throws IOException, InterruptedException {
        return rest.get("/metrics?get=numRestarts").at("/0/value").asLong();
    }

    /**
     * Returns where the checkpoint is that was kept when the job failed. The REST API may tell of
     * an older one, which is gone: its answers are remembered for a while.
     */
    String lastCheckpoint() throws Exception {
        String told = rest.get("/checkpoints").at("/latest/completed/external_path").asText();
        Path folder = Path.of(URI.create(told)).getParent();
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(each -> Files.exists(each.resolve("_metadata")))
                    .max(Comparator.comparingInt(RunningJob::number))
                    .orElseThrow()
                    .toUri()
                    .toString();
        }
    }

    private static int number(Path checkpoint) {
        return Integer.parseInt(checkpoint.getFileName().toString().replace("chk-", ""));
    }

    /** Returns how long the savepoint took from end to end with which the job was stopped. */
    long savepointMillis() throws Exception {
        String duration = "/latest/savepoint/end_to_end_duration";
        Await.until("it is told", () -> rest.get("/checkpoints").at(duration).isNumber());
        return rest.get("/checkpoints").at(duration).asLong();
    }

    /** Flink remembers the last ten. */
    private List<Checkpoint> checkpoints() throws Exception {
        List<Checkpoint> completed = new ArrayList<>();
        for (JsonNode each : rest.get("/checkpoints").path("history")) {
            if (each.path("status").asText().equals("COMPLETED")) {
                completed.add(
                        new Checkpoint(
                                each.path("trigger_timestamp").asLong(),
                                each.path("end_to_end_duration").asLong()));
            }
        }
        return completed;
    }

    /** Waits until every task is open, which a savepoint needs. */
    void awaitTasks() throws Exception {
        Await.until(
                "all tasks run",
                () -> {
                    for (JsonNode vertex : rest.get("").path("vertices")) {
                        if (vertex.at("/tasks/RUNNING").asInt()
                                != vertex.path("parallelism").asInt()) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /**
     * Waits until so many subtasks have ended. Those of a bounded source that have no partition do
     * so right away, and fail the checkpoint that is under way then.
     */
    void awaitEnded(int subtasks) throws Exception {
        Await.until(
                subtasks + " subtasks ended",
                () -> {
                    int ended = 0;
                    for (JsonNode vertex : rest.get("").path("vertices")) {
                        ended += vertex.at("/tasks/FINISHED").asInt();
                    }
                    return ended == subtasks;
                });
    }

    long failedCheckpoints() throws Exception {
        return rest.get("/checkpoints").at("/counts/failed").asLong();
    }

    /**
     * Waits for checkpoints that begin after this call, and returns them: what they hold is no
     * older than the call, and the job has had so many intervals of time.
     */
    List<Checkpoint> awaitCheckpoints(int number) throws Exception {
        long from = System.currentTimeMillis();
        List<Checkpoint> since = new ArrayList<>();
        Await.until(
                number + " checkpoints",
                () -> {
                    since.clear();
                    checkpoints().stream()
                            .filter(each -> each.triggeredAt() > from)
                            .forEach(since::add);
                    return since.size() >= number || status().isGloballyTerminalState();
                });
        assertThat(status()).isEqualTo(JobStatus.RUNNING);
        return since;
    }

    /**
     * Waits for the job's proper end. Flink's client would see it late: it looks ever less often,
     * in the end every two seconds.
     *
     * @throws ExecutionException if the job failed
     */
    void finish() throws Exception {
        Await.until("the end", PATIENCE, this::hasEnded);
        client.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private boolean hasEnded() throws IOException, InterruptedException {
        return JobStatus.valueOf(rest.get("/status").path("status").asText())
                .isGloballyTerminalState();
    }

    /** Waits for the job to fail, and returns what the user is told. */
    JobFailedException failure() throws Exception {
        try {
            finish();
        } catch (ExecutionException failed) {
            return new JobFailedException(failed);
        }
        throw new AssertionError("it finished");
    }

    /** Stops the job and returns its savepoint. */
    String stop(Path savepoints) throws Exception {
        return stop(savepoints, false);
    }

    /** Lets what is under way end, stops the job and returns its savepoint. */
    String drain(Path savepoints) throws Exception {
        return stop(savepoints, true);
    }

    private String stop(Path savepoints, boolean drain) throws Exception {
        return client.stopWithSavepoint(
                        drain, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            if (!status().isGloballyTerminalState()) {
                client.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                Await.until("the end", () -> status().isGloballyTerminalState());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // as Flink declares it
            throw new AssertionError("not cancelled", e);
        }
    }
}
