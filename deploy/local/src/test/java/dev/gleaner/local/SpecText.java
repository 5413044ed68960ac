package dev.gleaner.local;

import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * An example's spec with some options changed, as text that goes through the loader. Immutable.
 *
 * @param yaml the text
 * @param folder where the files are that it names
 * @param environment the variables that it can use
 */
record SpecText(String yaml, Path folder, Map<String, String> environment) {
    /** The folder of the examples. */
    static final Path EXAMPLES = Path.of("../examples");

    static SpecText ofExample(String name) throws IOException {
        Path folder = EXAMPLES.resolve(name);
        return new SpecText(Files.readString(folder.resolve("spec.yaml")), folder, Map.of());
    }

    /** The same with a variable set. */
    SpecText withVariable(String name, String value) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(name, value);
        return new SpecText(yaml, folder, Map.copyOf(variables));
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
        return new SpecText(new Yaml().dump(root), folder, environment);
    }

    /** The same without an option. */
    SpecText without(String path) {
        Map<String, Object> root = new Yaml().load(yaml);
        List<String> keys = Arrays.asList(path.split("\\."));
        parent(root, keys).remove(keys.get(keys.size() - 1));
        return new SpecText(new Yaml().dump(root), folder, environment);
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

    /** Writes it into a folder, and beside it the files that it may name. */
    Path writeTo(Path target) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
                Files.copy(
                        file,
                        target.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return Files.writeString(target.resolve("spec.yaml"), yaml);
    }

    JobSpec load() throws SpecException {
        return SpecLoader.parse(yaml, folder, environment::get);
    }
}
