package dev.gleaner.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Everything that a run leaves behind, as files under one folder, to be searched for a text. */
final class Evidence {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> OF_THE_CLUSTER =
            List.of(
                    "/overview",
                    "/config",
                    "/jobs/overview",
                    "/jobmanager/config",
                    "/jobmanager/environment",
                    "/jobmanager/metrics",
                    "/jobmanager/logs",
                    "/jobmanager/log",
                    "/jobmanager/stdout",
                    "/jobmanager/thread-dump",
                    "/taskmanagers");
    private static final List<String> OF_A_TASK_MANAGER =
            List.of("", "/metrics", "/logs", "/log", "/stdout", "/thread-dump");
    private static final List<String> OF_A_JOB =
            List.of(
                    "",
                    "/plan",
                    "/config",
                    "/jobmanager/config",
                    "/exceptions",
                    "/checkpoints",
                    "/checkpoints/config",
                    "/accumulators",
                    "/metrics");
    private static final List<String> OF_A_VERTEX =
            List.of("", "/metrics", "/subtasks/metrics", "/accumulators", "/taskmanagers");

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    Evidence(Path folder) {
        this.folder = folder;
    }

    /** Keeps bytes in a file of this name. */
    void keep(String name, byte[] bytes) throws IOException {
        Files.write(
                folder.resolve(name), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Keeps what a failed job threw, and what the command line says of it. */
    void keep(ExecutionException failure) throws IOException {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        keep("exceptions.txt", trace.toString().getBytes(StandardCharsets.UTF_8));
        StringWriter told = new StringWriter();
        CommandLine command = new CommandLine(CommandSpec.create());
        command.setErr(new PrintWriter(told, true));
        int unused =
                new CommandErrors(folder.resolve("log.txt"))
                        .handleExecutionException(
                                new JobFailedException(failure), command, command.parseArgs());
        keep("told.txt", told.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps what the REST API says of the cluster and of every job on it. */
    void keepRestAnswers(URI api) throws IOException, InterruptedException {
        for (String path : OF_THE_CLUSTER) {
            ask(api, path);
        }
        for (JsonNode job : MAPPER.readTree(ask(api, "/jobs")).at("/jobs")) {
            keepJob(api, "/jobs/" + job.path("id").textValue());
        }
        for (JsonNode member : MAPPER.readTree(ask(api, "/taskmanagers")).at("/taskmanagers")) {
            for (String path : OF_A_TASK_MANAGER) {
                ask(api, "/taskmanagers/" + member.path("id").textValue() + path);
            }
        }
    }

    private void keepJob(URI api, String job) throws IOException, InterruptedException {
        for (String path : OF_A_JOB) {
            ask(api, job + path);
        }
        for (JsonNode vertex : MAPPER.readTree(ask(api, job)).at("/vertices")) {
            for (String path : OF_A_VERTEX) {
                ask(api, job + "/vertices/" + vertex.path("id").textValue() + path);
            }
        }
    }

    private String ask(URI api, String path) throws IOException, InterruptedException {
        String answer =
                http.send(
                                HttpRequest.newBuilder(api.resolve(path)).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        keep("rest.txt", (path + "\n" + answer + "\n").getBytes(StandardCharsets.UTF_8));
        return answer;
    }

    /** Returns the files below the folder that hold the text, named relative to it. */
    List<String> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(text))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Returns what stands before the text where a file holds it first, for messages. */
    List<String> placesOf(String text) throws IOException {
        return filesWith(text).stream()
                .map(
                        file -> {
                            String content = read(folder.resolve(file));
                            int at = Math.max(0, content.indexOf(text));
                            return file + ": " + content.substring(Math.max(0, at - 300), at);
                        })
                .toList();
    }

    /** Bytes as characters of the same number; a file that is deleted meanwhile holds nothing. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
