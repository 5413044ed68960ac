package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Parses YAML into nodes that may be read without further care: one document, no key twice, no tags
 * of its own, and a bounded size however often aliases repeat it. Notes the line of every path.
 */
final class YamlDocument {
    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 100;
    private static final Mark START = new Mark("", 0, 0, 0, new int[0], 0);

    private final Problems problems;
    private int nodes;

    private YamlDocument(Problems problems) {
        this.problems = problems;
    }

    /**
     * Returns the root, which is an empty mapping if there is none; null if it must not be read.
     */
    static @Nullable Node parse(String text, Problems problems) {
        try {
            Iterator<Node> documents =
                    new Yaml(new LoaderOptions()).composeAll(new StringReader(text)).iterator();
            Node root = documents.hasNext() ? documents.next() : mapping(List.of());
            if (documents.hasNext()) {
                problems.add(
                        line(documents.next()),
                        "",
                        "a second YAML document begins here",
                        "write one job per file");
            }
            return new YamlDocument(problems).check(root, "", 0) ? root : null;
        } catch (MarkedYAMLException e) {
            // Only the problem: the rest of the message quotes the text, which may hold a secret.
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(line, "", "is not YAML: " + e.getProblem(), fix(e.getProblem()));
        } catch (YAMLException e) {
            problems.add(0, "", "is not YAML: " + e.getMessage(), "correct the text");
        }
        return null;
    }

    /** Returns the same for what is JSON already; null if it must not be read. */
    static @Nullable Node of(JsonNode json, Problems problems) {
        Node root = node(json);
        return new YamlDocument(problems).check(root, "", 0) ? root : null;
    }

    private static Node node(JsonNode json) {
        if (json.isObject()) {
            return mapping(
                    json.properties().stream()
                            .map(
                                    field ->
                                            new NodeTuple(
                                                    text(field.getKey()), node(field.getValue())))
                            .toList());
        } else if (json.isArray()) {
            List<Node> items = new ArrayList<>();
            json.forEach(item -> items.add(node(item)));
            return new SequenceNode(Tag.SEQ, true, items, START, START, FlowStyle.FLOW);
        } else if (json.isTextual()) {
            return text(json.textValue());
        }
        Tag tag = json.isNull() ? Tag.NULL : json.isBoolean() ? Tag.BOOL : Tag.FLOAT;
        return new ScalarNode(tag, json.asText(), START, START, ScalarStyle.PLAIN);
    }

    private static ScalarNode text(String text) {
        return new ScalarNode(Tag.STR, text, START, START, ScalarStyle.DOUBLE_QUOTED);
    }

    private static MappingNode mapping(List<NodeTuple> entries) {
        return new MappingNode(Tag.MAP, true, entries, START, START, FlowStyle.BLOCK);
    }

    private static String fix(String problem) {
        return problem.endsWith("got {")
                ? "inside braces and brackets, quote values that hold ${ or {{"
                : "correct the syntax";
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns false if the rest must not be looked at. */
    private boolean check(Node node, String path, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            problems.add(
                    line(node),
                    "",
                    "is larger or deeper than any spec, counting what aliases (*name) repeat",
                    "write it without aliases");
            return false;
        }
        if (!node.getTag().startsWith(Tag.PREFIX)) {
            problems.add(
                    line(node), path, "has the tag " + node.getTag(), "write it without a tag");
        }
        if (node instanceof MappingNode mapping) {
            return checkMapping(mapping, path, depth);
        }
        return !(node instanceof SequenceNode sequence) || checkSequence(sequence, path, depth);
    }

    private boolean checkSequence(SequenceNode sequence, String path, int depth) {
        List<Node> items = sequence.getValue();
        for (int i = 0; i < items.size(); i++) {
            String itemPath = path + "[" + i + "]";
            problems.locate(itemPath, line(items.get(i)));
            if (!check(items.get(i), itemPath, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean checkMapping(MappingNode mapping, String path, int depth) {
        Map<String, Integer> seen = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            int line = line(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.add(
                        line,
                        path,
                        "has a key that is not text",
                        "quote the value if it is text, such as \"{{record}}\"");
                return false;
            }
            String keyPath = join(path, key.getValue());
            problems.locate(keyPath, line);
            if (key.getTag().equals(Tag.MERGE)) {
                problems.add(line, keyPath, "merging is not supported", "write the keys out");
                return false;
            }
            Integer first = seen.putIfAbsent(key.getValue(), line);
            if (first != null) {
                problems.add(line, keyPath, "already given in line " + first, "keep one");
            }
            if (!check(entry.getValueNode(), keyPath, depth + 1)) {
                return false;
            }
        }
        return true;
    }
}
