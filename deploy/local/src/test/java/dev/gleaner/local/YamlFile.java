package dev.gleaner.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;

/** YAML as trees. */
final class YamlFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private YamlFile() {}

    static JsonNode read(Path file) throws IOException {
        return MAPPER.valueToTree(new Yaml().load(Files.readString(file)));
    }

    /** Returns the documents of a text that has several. */
    static List<JsonNode> documents(String yaml) {
        List<JsonNode> documents = new ArrayList<>();
        new Yaml().loadAll(yaml).forEach(one -> documents.add(MAPPER.valueToTree(one)));
        return documents;
    }
}
