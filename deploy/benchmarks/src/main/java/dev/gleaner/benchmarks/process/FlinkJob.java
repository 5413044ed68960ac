package dev.gleaner.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;

/** A job in Flink's REST API. */
public final class FlinkJob {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final long POLL_MILLIS = 20;

    private final JsonHttp http = new JsonHttp();
    private final URI address;

    FlinkJob(URI address) {
        this.address = address;
    }

    /** Adds what Flink knows of checkpoints that were triggered since a time. */
    public void checkpoints(Checkpoints checkpoints, long sinceMillis)
            throws IOException, InterruptedException {
        JsonNode answer = http.get(at("/checkpoints"));
        checkpoints.add(answer, System.currentTimeMillis(), sinceMillis);
    }

    /**
     * Returns the sum of a metric of Gleaner's function over its subtasks.
     *
     * @throws IOException if there is no such metric
     */
    public long metric(String name) throws IOException, InterruptedException {
        long sum = 0;
        boolean found = false;
        for (JsonNode vertex : http.get(at("")).path("vertices")) {
            String metrics = "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
            for (JsonNode metric : http.get(at(metrics))) {
                String id = metric.path("id").asText();
                if (id.endsWith(".gleaner." + name)) {
                    String query = "?agg=sum&get=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
                    found = true;
                    sum += http.get(at(metrics + query)).at("/0/sum").asLong();
                }
            }
        }
        if (!found) {
            throw new IOException("the job has no metric " + name);
        }
        return sum;
    }

    /**
     * Stops the job with a savepoint.
     *
     * @return the seconds that it took; empty if it takes longer than the patience
     * @throws IOException if it fails
     */
    public OptionalDouble stopWithSavepoint(Path directory, Duration patience)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        String request =
                MAPPER.createObjectNode()
                        .put("targetDirectory", directory.toUri().toString())
                        .put("drain", false)
                        .toString();
        String trigger = http.send("POST", at("/stop"), request).path("request-id").asText();
        while (System.nanoTime() - begin < patience.toNanos()) {
            JsonNode state = http.get(at("/savepoints/" + trigger));
            if (state.at("/status/id").asText().equals("COMPLETED")) {
                if (state.at("/operation/location").isTextual()) {
                    return OptionalDouble.of((System.nanoTime() - begin) / 1e9);
                }
                throw new IOException("no savepoint: " + state.path("operation"));
            }
            Thread.sleep(POLL_MILLIS);
        }
        return OptionalDouble.empty();
    }

    private URI at(String path) {
        return URI.create(address + path);
    }
}
