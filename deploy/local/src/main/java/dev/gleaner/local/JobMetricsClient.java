package dev.gleaner.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads a job's metrics from Flink's REST API, the numbers that its web UI shows. */
final class JobMetricsClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI job;

    JobMetricsClient(URI webAddress, String jobId) {
        this.job = webAddress.resolve("/jobs/" + jobId);
    }

    /** Returns how many records the sources have given out, over all subtasks. */
    long recordsRead() throws IOException, InterruptedException {
        return sum(id -> id.startsWith("Source__") && id.endsWith(".numRecordsOut"));
    }

    /** Adds up every metric whose id the condition takes; one that is not there yet counts 0. */
    long sum(Predicate<String> wanted) throws IOException, InterruptedException {
        long sum = 0;
        for (JsonNode vertex : get("").path("vertices")) {
            String metrics = "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
            List<String> ids = new ArrayList<>();
            for (JsonNode metric : get(metrics)) {
                String id = metric.path("id").asText();
                if (wanted.test(id)) {
                    ids.add(URLEncoder.encode(id, StandardCharsets.UTF_8));
                }
            }
            if (!ids.isEmpty()) {
                for (JsonNode value : get(metrics + "?agg=sum&get=" + String.join(",", ids))) {
                    sum += value.path("sum").asLong();
                }
            }
        }
        return sum;
    }

    /** Returns what the REST API says at a path below the job's. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(job + path)).timeout(TIMEOUT).build();
        return MAPPER.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
    }
}
