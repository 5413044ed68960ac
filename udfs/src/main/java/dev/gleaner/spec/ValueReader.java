package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gleaner.limit.PriceTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the value of one option. What is wrong with it is a problem, and its value null. */
final class ValueReader {
    private static final int SHOWN_CHARS = 60;

    private final Expander expander;
    private final SpecFiles files;
    private final Problems problems;
    private final boolean textsFromFiles;

    ValueReader(Expander expander, SpecFiles files, Problems problems) {
        this(expander, files, problems, true);
    }

    private ValueReader(
            Expander expander, SpecFiles files, Problems problems, boolean textsFromFiles) {
        this.expander = expander;
        this.files = files;
        this.problems = problems;
        this.textsFromFiles = textsFromFiles;
    }

    /** Returns one for what is written as options, whose texts and schemas are not in files. */
    static ValueReader ofOptions(SpecFiles files, Problems problems) {
        return new ValueReader(Expander.ofNothing(problems), files, problems, false);
    }

    /** Returns what an option is that is not given and has no default. */
    static @Nullable Object empty(Class<?> type) {
        if (type == List.class) {
            return List.of();
        } else if (type == ClientProperties.class) {
            return new ClientProperties(Map.of());
        } else if (type == PriceTable.class) {
            return PriceReader.builtIn();
        }
        return type == JsonNode.class ? JsonNodeFactory.instance.objectNode() : null;
    }

    /** Returns whether a value says by an empty variable that it is not given. */
    boolean isLeftOut(Node node, String path) {
        return node instanceof ScalarNode scalar
                && Expander.hasReference(scalar.getValue())
                && "".equals(expander.expand(scalar.getValue(), path));
    }

    @Nullable Object read(OptionPath option, Node node) {
        Class<?> type = option.type();
        String path = option.path();
        if (type == JsonNode.class) {
            return isFromFile(option) && node instanceof ScalarNode scalar && !isNull(scalar)
                    ? schemaFile(scalar, path)
                    : object(new JsonTree(expander::expand), node, path, problems);
        } else if (type == List.class) {
            return list(option, node);
        } else if (type == ClientProperties.class) {
            return properties(node, path);
        } else if (type == PriceTable.class) {
            return priceFile(node, path);
        } else if (isFromFile(option) && node instanceof MappingNode mapping) {
            return textFile(mapping, path);
        }
        return scalar(option, node, path);
    }

    private boolean isFromFile(OptionPath option) {
        return textsFromFiles && option.fromFile();
    }

    /** Reads a value as the option would be written. */
    static @Nullable Object parse(OptionPath option, String text) {
        return ScalarType.of(option.type()).parse(text);
    }

    private @Nullable Object scalar(OptionPath option, Node node, String path) {
        ScalarType type = ScalarType.of(option.scalarType());
        if (!(node instanceof ScalarNode scalar)) {
            String given = node instanceof SequenceNode ? "a list" : "a mapping";
            problems.add(path, given + " is not " + type.noun(), type.hint());
            return null;
        } else if (isNull(scalar)) {
            problems.add(path, "has no value", "give one or remove the key");
            return null;
        }
        String written = scalar.getValue();
        boolean secret = option.type() == SecretReference.class;
        String text = secret ? written : expander.expand(written, path);
        if (text == null) {
            return null;
        }
        Object value = type.parse(text);
        String shown = option.hidden() ? "the value" : quoted(written);
        if (value == null) {
            problems.add(path, shown + " is not " + type.noun(), fix(type, text));
        } else if (!option.pattern().isEmpty() && !text.matches(option.pattern())) {
            problems.add(path, shown + " is not allowed", allowed(option, text));
        } else if (option.isOutOfRange(value)) {
            String range = option.min() + " to " + option.max();
            problems.add(path, shown + " is out of range", "write a value from " + range);
        } else {
            return value;
        }
        return null;
    }

    private static String allowed(OptionPath option, String text) {
        if (option.hint().isEmpty()) {
            return "match " + option.pattern();
        }
        String last = text.substring(text.lastIndexOf('/') + 1);
        boolean isPrefixed = last.length() < text.length() && last.matches(option.pattern());
        return "write " + (isPrefixed ? quoted(last) + ", " : "") + option.hint();
    }

    private static String fix(ScalarType type, String text) {
        return Nearest.to(text, type.values())
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse(type.hint());
    }

    private @Nullable Object list(OptionPath option, Node node) {
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            problems.add(option.path(), "is not a list of texts", "write it as [first, second]");
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Object value =
                    scalar(option, sequence.getValue().get(i), option.path() + "[" + i + "]");
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == sequence.getValue().size() ? values : null;
    }

    private @Nullable Object properties(Node node, String path) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(path, "is not a mapping of names to values", "write name: value");
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = ((ScalarNode) entry.getKeyNode()).getValue();
            String keyPath = YamlDocument.join(path, key);
            if (entry.getValueNode() instanceof ScalarNode scalar && !isNull(scalar)) {
                String text = expander.expand(scalar.getValue(), keyPath);
                values.put(key, text == null ? "" : text);
            } else {
                problems.add(keyPath, "is not text, a number or a boolean", "write one of them");
            }
        }
        return new ClientProperties(values);
    }

    private @Nullable String textFile(MappingNode mapping, String path) {
        for (NodeTuple entry : mapping.getValue()) {
            if (mapping.getValue().size() == 1
                    && ((ScalarNode) entry.getKeyNode()).getValue().equals("file")
                    && entry.getValueNode() instanceof ScalarNode name
                    && !isNull(name)) {
                Path file = file(name, path);
                return file == null ? null : files.read(file, path);
            }
        }
        problems.add(path, "is neither text nor {file: path}", "write one of them");
        return null;
    }

    private @Nullable Path file(ScalarNode name, String path) {
        String text = expander.expand(name.getValue(), path);
        return text == null ? null : files.resolve(text, path);
    }

    private @Nullable JsonNode schemaFile(ScalarNode name, String path) {
        Path file = file(name, path);
        String text = file == null ? null : files.read(file, path);
        if (file == null || text == null) {
            return null;
        }
        Problems inFile = problems.in(file.toString());
        if (file.toString().endsWith(".json")) {
            return JsonText.parseObject(text, inFile);
        }
        Node root = YamlDocument.parse(text, inFile);
        // What a file says is taken as it is, without variables.
        return root == null ? null : object(new JsonTree((value, at) -> value), root, "", inFile);
    }

    private @Nullable PriceTable priceFile(Node node, String path) {
        if (!(node instanceof ScalarNode name) || isNull(name)) {
            problems.add(path, "is not a path", "name a file of prices");
            return null;
        }
        Path file = file(name, path);
        String text = file == null ? null : files.read(file, path);
        return file == null || text == null
                ? null
                : new PriceReader(problems.in(file.toString())).read(text);
    }

    private static @Nullable JsonNode object(
            JsonTree json, Node node, String path, Problems problems) {
        if (node instanceof MappingNode) {
            return json.convert(node, path);
        }
        problems.add(path, "is not an object", "write keys and values");
        return null;
    }

    static boolean isNull(ScalarNode scalar) {
        return scalar.getScalarStyle() == ScalarStyle.PLAIN
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("~")
                        || scalar.getValue().equals("null"));
    }

    private static String quoted(String text) {
        return text.length() <= SHOWN_CHARS
                ? "\"" + text + "\""
                : "\"" + text.substring(0, SHOWN_CHARS) + "…\"";
    }
}
