package dev.gleaner.local;

import dev.gleaner.job.spec.JobSpec;
import dev.gleaner.job.spec.SpecException;
import dev.gleaner.job.spec.SpecLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * The example's spec with some options changed, as text that goes through the loader. Immutable.
 *
 * @param yaml the text
 */
record SpecText(String yaml) {
    /** The folder of the example. */
    static final Path EXAMPLE = Path.of("../examples/bank-messages");

    static SpecText ofExample() throws IOException {
        return new SpecText(Files.readString(EXAMPLE.resolve("spec.yaml")));
    }

    /**
     * The same with one option changed.
     *
     * @param path such as {@code call.backoff.initial}
     * @param value text, a number, a list or a map
     */
    SpecText with(String path, Object value) {
        Map<String, Object> root = new Yaml().load(yaml);
        List<String> keys = Arrays.asList(path.split("\\."));
        parent(root, keys).put(keys.get(keys.size() - 1), value);
        return new SpecText(new Yaml().dump(root));
    }

    /** The same without an option. */
    SpecText without(String path) {
        Map<String, Object> root = new Yaml().load(yaml);
        List<String> keys = Arrays.asList(path.split("\\."));
        parent(root, keys).remove(keys.get(keys.size() - 1));
        return new SpecText(new Yaml().dump(root));
    }

    @SuppressWarnings("unchecked") // the specs of these tests have text for keys
    private static Map<String, Object> parent(Map<String, Object> root, List<String> keys) {
        Map<String, Object> parent = root;
        for (String key : keys.subList(0, keys.size() - 1)) {
            parent =
                    (Map<String, Object>)
                            parent.computeIfAbsent(key, missing -> new LinkedHashMap<>());
        }
        return parent;
    }

    JobSpec load() throws SpecException {
        return SpecLoader.parse(yaml, EXAMPLE, name -> null);
    }
}
