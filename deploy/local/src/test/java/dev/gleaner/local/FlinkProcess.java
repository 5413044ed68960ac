package dev.gleaner.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.ClusterClientJobClientAdapter;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.jspecify.annotations.Nullable;

/**
 * Flink's cluster in a JVM of its own that has Flink's classes and no others, as a session cluster
 * has: what a job needs comes from its jar, by a class loader for each run of the program and each
 * job. The JVM is looked into with the JDK's own tools.
 */
final class FlinkProcess implements AutoCloseable {
    /** As Flink sets it for a TaskManager by default. */
    private static final String METASPACE = "-XX:MaxMetaspaceSize=256m";

    private static final Pattern NOT_FLINKS =
            Pattern.compile(".*(/udfs/|/job/|/simulator/|kafka|async-http-client|/io/netty/).*");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final URI api;
    private final String jarId;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Starts a cluster and gives it the jar.
     *
     * @param directory for its files
     */
    FlinkProcess(Path directory, Path jar) throws Exception {
        String classPath =
                Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                        .filter(entry -> !NOT_FLINKS.matcher(entry).matches())
                        .collect(Collectors.joining(":"));
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-XX:TieredStopAtLevel=1",
                                METASPACE,
                                "--add-opens=java.base/java.util=ALL-UNNAMED",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                                "-cp",
                                classPath,
                                FlinkProcess.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String line =
                new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))
                        .lines()
                        .filter(each -> each.startsWith("http://"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no cluster"));
        api = URI.create(line);
        jarId = upload(jar);
    }

    /** Runs until whoever started it closes its input. */
    public static void main(String[] arguments) throws Exception {
        try (LocalCluster cluster = PromptCluster.start(Path.of(arguments[0]), 2)) {
            System.out.println(cluster.webAddress());
            while (System.in.read() >= 0) {}
        }
        System.exit(0);
    }

    private String upload(Path jar) throws Exception {
        String boundary = "gleaner-jar";
        String head =
                """
                --%s
                Content-Disposition: form-data; name="jarfile"; filename="job.jar"
                Content-Type: application/x-java-archive

                """
                        .formatted(boundary)
                        .replace("\n", "\r\n");
        HttpRequest request =
                HttpRequest.newBuilder(api.resolve("/jars/upload"))
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(
                                BodyPublishers.ofByteArrays(
                                        List.of(
                                                head.formatted(boundary)
                                                        .getBytes(StandardCharsets.UTF_8),
                                                Files.readAllBytes(jar),
                                                ("\r\n--" + boundary + "--\r\n")
                                                        .getBytes(StandardCharsets.UTF_8))))
                        .build();
        String name = send(request).path("filename").asText();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Runs the program as the web interface does, which runs it in the cluster's JVM. */
    RunningJob run(Path spec, int parallelism, @Nullable String savepoint) throws Exception {
        Map<String, Object> body = new HashMap<>();
        body.put("programArgsList", List.of("--spec", spec.toString(), "--no-canary"));
        body.put("parallelism", parallelism);
        if (savepoint != null) {
            body.put("savepointPath", savepoint);
        }
        HttpRequest request =
                HttpRequest.newBuilder(api.resolve("/jars/" + jarId + "/run"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build();
        JobID id = JobID.fromHexString(send(request).path("jobid").asText());
        return new RunningJob(
                new ClusterClientJobClientAdapter<>(
                        this::client, id, FlinkProcess.class.getClassLoader()),
                api);
    }

    private RestClusterClient<StandaloneClusterId> client() {
        Configuration flink = new Configuration();
        flink.set(RestOptions.ADDRESS, api.getHost());
        flink.set(RestOptions.PORT, api.getPort());
        try {
            return new RestClusterClient<>(flink, StandaloneClusterId.getInstance());
        } catch (Exception e) { // as Flink declares it
            throw new IllegalStateException(e);
        }
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Returns how many objects of a class there are that something holds. */
    int live(String className) throws Exception {
        Matcher line =
                Pattern.compile("\\s(\\d+)\\s+\\d+\\s+" + Pattern.quote(className) + "\\b")
                        .matcher(tool("GC.class_histogram"));
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    /** Returns the names of the threads, numbers left out. */
    Set<String> threads() throws Exception {
        Set<String> names = new TreeSet<>();
        Matcher line = Pattern.compile("(?m)^\"([^\"]+)\"").matcher(tool("Thread.print"));
        while (line.find()) {
            names.add(line.group(1).replaceAll("[0-9a-f]{20,}|\\d+", "N"));
        }
        return names;
    }

    /** Returns the number of its connections to a server on this machine; Linux only. */
    long connectionsTo(int port) throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path file : files.toList()) {
                own.add(target(file).replaceAll("socket:\\[(\\d+)]", "$1"));
            }
        }
        String remote = "%04X".formatted(port);
        return Stream.of("tcp", "tcp6")
                .flatMap(table -> lines(Path.of("/proc/net", table)))
                .map(line -> line.trim().split("\\s+"))
                .filter(line -> line[2].endsWith(":" + remote) && own.contains(line[9]))
                .count();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what a descriptor is of, or nothing if it is closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private String tool(String command) throws IOException, InterruptedException {
        Process tool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                String.valueOf(process.pid()),
                                command)
                        .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tool.waitFor() != 0) {
            throw new IOException(said);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
