package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What docker-compose.yml describes, under a name, on ports and with a spec of its own. Grafana is
 * left out where its image is not to be had.
 */
final class ComposeProject implements AutoCloseable {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long LONGEST_SECONDS = 240;
    private static final String QUICK = "deploy/docker/test/quick.yml";
    private static final String SPEC = "spec.yaml";

    private final String name;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> command = new ArrayList<>(tool().orElseThrow());
    private final Path folder;

    /**
     * Builds the image, and those that stand in for a registry's where there is none.
     *
     * @param folder an empty one, where the spec is put
     * @param overlays files that go over docker-compose.yml
     */
    ComposeProject(String name, Path folder, String... overlays) throws IOException {
        this.name = name;
        this.folder = folder;
        command.addAll(List.of("-p", name, "-f", "docker-compose.yml", "-f", QUICK));
        for (String overlay : overlays) {
            command.addAll(List.of("-f", overlay));
        }
        String overlay = execute(List.of("deploy/docker/test/stand-ins"));
        if (!overlay.isBlank()) {
            command.addAll(List.of("-f", overlay.strip()));
        }
        List.of("FLINK_PORT", "KAFKA_PORT", "SIMULATOR_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT")
                .forEach(port -> environment.put(port, String.valueOf(freePort())));
        environment.put("GLEANER_SPECS", folder.toString());
        environment.put("GLEANER_SPEC", SPEC);
        environment.put("CHECKPOINT_INTERVAL", "2s");
        // Flink's user in the container reads it.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(
                BankMessages.FOLDER.resolve(BankMessages.SCHEMA),
                folder.resolve(BankMessages.SCHEMA));
        Files.writeString(
                folder.resolve(SPEC),
                Files.readString(HOME.resolve("deploy/docker/spec.yaml"))
                        .replace("../examples/bank-messages/", ""));
        run("build", "job"); // up takes an image of former code as it is
    }

    /** Returns the command of the tool that is installed, if one is. */
    static Optional<List<String>> tool() {
        return Stream.of(List.of("docker", "compose"), List.of("docker-compose"))
                .filter(ComposeProject::answers)
                .findFirst();
    }

    private static boolean answers(List<String> tool) {
        try {
            List<String> version = new ArrayList<>(tool);
            version.add("version");
            Process process =
                    new ProcessBuilder(version)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sets a variable for the commands that follow. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Replaces a part of the spec, which must be there. */
    void editSpec(String part, String replacement) throws IOException {
        deriveSpec(SPEC, Map.of(part, replacement));
    }

    /** Makes another spec of the first, with parts of it replaced, which must be there. */
    void deriveSpec(String file, Map<String, String> replacements) throws IOException {
        String text = Files.readString(folder.resolve(SPEC));
        assertThat(text).contains(replacements.keySet());
        for (Map.Entry<String, String> each : replacements.entrySet()) {
            text = text.replace(each.getKey(), each.getValue());
        }
        Files.writeString(folder.resolve(file), text);
    }

    /** Has a second job run beside the one that is up, and returns the name of its container. */
    String runJob(String spec) throws IOException {
        return run("run", "-d", "--no-deps", "-e", "GLEANER_SPEC=" + spec, "job").strip();
    }

    /** Runs a command of the README, and returns what it prints. */
    String run(ComposeCommand given) throws IOException {
        List<String> arguments = new ArrayList<>(given.arguments());
        if (arguments.get(0).equals("exec")) {
            arguments.add(1, "-T"); // no terminal here
        }
        if (given == ComposeCommand.UP && !hasGrafana()) {
            arguments.addAll(List.of("job", "messages", "prometheus"));
        }
        return run(arguments.toArray(String[]::new));
    }

    /** Runs a command of docker compose, and returns what it prints; it must end well. */
    String run(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return execute(all);
    }

    private boolean hasGrafana() throws IOException {
        return tool().orElseThrow().size() == 2
                || !execute(List.of("docker", "images", "-q", "grafana/grafana")).isBlank();
    }

    private String execute(List<String> all) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(all).directory(HOME.toFile());
        builder.environment().putAll(environment);
        Path errors = Files.createTempFile("compose", ".err");
        try {
            Process process = builder.redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("%s", all).isTrue();
            assertThat(process.exitValue())
                    .as("%s%n%s%n%s", all, output, Files.readString(errors))
                    .isZero();
            return output;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        } finally {
            Files.delete(errors);
        }
    }

    /** Ends a container as a lost machine does, and starts it again. */
    void killAndStart(String service) throws IOException {
        run("kill", service);
        run("start", service);
    }

    /** Returns the exit code of a service's container, or empty while it runs. */
    Optional<Integer> exitCode(String service) throws IOException {
        String state = inspect(service, "-f", "{{.State.Running}} {{.State.ExitCode}}");
        return state.startsWith("true")
                ? Optional.empty()
                : Optional.of(Integer.valueOf(state.substring("false ".length())));
    }

    /** Returns what the engine knows of a service's container. */
    String inspect(String service, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("docker", "inspect"));
        all.addAll(List.of(options));
        all.add(run("ps", "-a", "-q", service).strip());
        return execute(all).strip();
    }

    /** Returns what a container has printed. */
    String log(String container) throws IOException {
        return execute(List.of("docker", "logs", container));
    }

    /** Returns the names of the project's volumes. */
    List<String> volumes() throws IOException {
        String label = "label=com.docker.compose.project=" + name;
        return execute(List.of("docker", "volume", "ls", "-q", "-f", label)).lines().toList();
    }

    /** Returns the broker's address for programs on this machine. */
    String bootstrapServers() {
        return "localhost:" + port("KAFKA_PORT");
    }

    /** Returns the id of the job that runs; empty if none does, or the cluster does not answer. */
    Optional<String> runningJob() throws IOException, InterruptedException {
        try {
            for (JsonNode job : get("FLINK_PORT", "/jobs/overview").at("/jobs")) {
                if (job.at("/state").textValue().equals("RUNNING")
                        && job.at("/tasks/running").intValue()
                                == job.at("/tasks/total").intValue()) {
                    return Optional.of(job.at("/jid").textValue());
                }
            }
        } catch (IOException absent) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Returns the answer of a service, by the variable that names its port. */
    JsonNode get(String variable, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address(variable, path)));
    }

    /** Changes how the simulator behaves. */
    void control(String json) throws IOException, InterruptedException {
        send(
                HttpRequest.newBuilder(address("SIMULATOR_PORT", "/control"))
                        .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static JsonNode send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return MAPPER.readTree(
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    private URI address(String variable, String path) {
        return URI.create("http://127.0.0.1:" + port(variable) + path);
    }

    private String port(String variable) {
        return Objects.requireNonNull(environment.get(variable));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() throws IOException {
        run("down", "--volumes", "--timeout", "2");
    }
}
