package dev.gleaner.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Prometheus of this machine, with the project's configuration and a target of the test's. */
final class PrometheusServer implements AutoCloseable {
    private static final Path CONFIGURATION = AlertRule.FILE.resolveSibling("prometheus.yml");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String api;

    private PrometheusServer(Process process, String api) {
        this.process = process;
        this.api = api;
    }

    /** Starts one that looks every second; does not wait for it. */
    static PrometheusServer start(Path directory, String target) throws IOException {
        String address = "127.0.0.1:" + freePort();
        Process process =
                new ProcessBuilder(
                                "prometheus",
                                "--config.file=" + configuration(directory, target),
                                "--storage.tsdb.path=" + directory.resolve("data"),
                                "--web.listen-address=" + address,
                                "--log.level=warn")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        return new PrometheusServer(process, "http://" + address + "/api/v1/");
    }

    private static Path configuration(Path directory, String target) throws IOException {
        Files.createDirectories(directory);
        Files.copy(AlertRule.FILE, directory.resolve(AlertRule.FILE.getFileName()));
        JsonNode yaml = YamlFile.read(CONFIGURATION);
        ((ObjectNode) yaml.path("global"))
                .put("scrape_interval", "1s")
                .put("evaluation_interval", "1s");
        for (JsonNode job : yaml.path("scrape_configs")) {
            ObjectNode targets = ((ObjectNode) job).putArray("static_configs").addObject();
            targets.putArray("targets").add(target);
        }
        // JSON is YAML.
        return Files.writeString(directory.resolve("prometheus.yml"), yaml.toString());
    }

    /** Returns a port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Returns the samples that the expression has now. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .at("/data/result");
    }

    /** Returns what the API says; nothing, while it does not listen yet. */
    JsonNode get(String path) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("Prometheus has ended with " + process.exitValue());
        }
        try {
            byte[] answer =
                    http.send(
                                    HttpRequest.newBuilder(URI.create(api + path)).build(),
                                    BodyHandlers.ofByteArray())
                            .body();
            return MAPPER.readTree(answer);
        } catch (ConnectException early) {
            return MAPPER.createObjectNode();
        }
    }

    /** Ends it, and does not wait for that. */
    @Override
    public void close() {
        process.destroy();
    }
}
