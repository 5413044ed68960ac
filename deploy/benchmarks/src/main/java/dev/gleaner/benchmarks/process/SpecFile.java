package dev.gleaner.benchmarks.process;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The example's spec turned towards a benchmark; whatever is not named stays as it is written. */
public final class SpecFile {
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private SpecFile() {}

    /**
     * Writes {@code spec.yaml} and a key into a directory.
     *
     * @param changes further values by their paths, such as {@code async.capacity}
     */
    public static Path write(
            Path directory, Path examples, URI endpoint, Topics topics, Map<String, Object> changes)
            throws IOException {
        ObjectNode spec =
                (ObjectNode) MAPPER.readTree(Files.readString(examples.resolve("spec.yaml")));
        Path key = Files.writeString(directory.resolve("key"), "benchmark");
        put(spec, "source.bootstrapServers", topics.bootstrapServers());
        spec.withArray("/source/topics").removeAll().add(topics.source());
        put(spec, "model.endpoint", endpoint.toString());
        put(spec, "model.apiKey", "file:" + key.toAbsolutePath());
        Path schema = examples.resolve(spec.at("/output/responseSchema").asText());
        put(spec, "output.responseSchema", schema.toAbsolutePath().toString());
        put(spec, "sink.topic", topics.enriched());
        put(spec, "deadLetter.topic", topics.deadLetters());
        changes.forEach((path, value) -> put(spec, path, value));
        return Files.writeString(directory.resolve("spec.yaml"), MAPPER.writeValueAsString(spec));
    }

    private static void put(ObjectNode spec, String path, Object value) {
        int dot = path.lastIndexOf('.');
        ObjectNode parent =
                dot < 0 ? spec : spec.withObject("/" + path.substring(0, dot).replace('.', '/'));
        parent.putPOJO(path.substring(dot + 1), value);
    }
}
