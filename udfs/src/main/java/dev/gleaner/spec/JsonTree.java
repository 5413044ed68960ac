package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns YAML into JSON as YAML 1.2 does with its JSON schema: without quotes, null, true, false and
 * what JSON takes for a number mean that, and everything else (yes, 007, 2026-01-01) is text.
 */
final class JsonTree {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,99})");
    private static final Pattern DECIMAL =
            Pattern.compile(INTEGER.pattern() + "(\\.[0-9]{1,99})?([eE][-+]?[0-9]{1,3})?");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final BiFunction<String, String, @Nullable String> expand;

    /**
     * @param expand gives the text to use for a scalar's text and path, or null, which makes it
     *     JSON's
     */
    JsonTree(BiFunction<String, String, @Nullable String> expand) {
        this.expand = expand;
    }

    JsonNode convert(Node node, String path) {
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JSON.objectNode();
            for (NodeTuple entry : mapping.getValue()) {
                String key = ((ScalarNode) entry.getKeyNode()).getValue();
                object.set(key, convert(entry.getValueNode(), YamlDocument.join(path, key)));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(convert(item, path + "[" + array.size() + "]"));
            }
            return array;
        }
        return scalar((ScalarNode) node, path);
    }

    private JsonNode scalar(ScalarNode node, String path) {
        String text = expand.apply(node.getValue(), path);
        if (text == null) {
            return JSON.nullNode();
        }
        // A tag of text on a plain scalar that needs none is one that the user wrote.
        boolean taggedText = node.getTag().equals(Tag.STR) && text.equals(node.getValue());
        if (node.getScalarStyle() != ScalarStyle.PLAIN || taggedText) {
            return JSON.textNode(text);
        }
        return switch (text) {
            case "", "~", "null" -> JSON.nullNode();
            case "true" -> JSON.booleanNode(true);
            case "false" -> JSON.booleanNode(false);
            default -> number(text);
        };
    }

    private static JsonNode number(String text) {
        if (INTEGER.matcher(text).matches()) {
            BigInteger value = new BigInteger(text);
            return value.bitLength() < Long.SIZE
                    ? JSON.numberNode(value.longValue())
                    : JSON.numberNode(value);
        }
        return DECIMAL.matcher(text).matches()
                ? JSON.numberNode(new BigDecimal(text))
                : JSON.textNode(text);
    }
}
