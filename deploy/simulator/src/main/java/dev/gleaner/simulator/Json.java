package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reading a JSON object whose names come in camelCase or snake_case. Stateless. */
final class Json {

    private Json() {}

    /**
     * The field of this camelCase name in either spelling; a missing node if there is none or it is
     * null.
     */
    static JsonNode get(JsonNode node, String camelName) {
        JsonNode value = node.path(camelName);
        if (value.isMissingNode()) {
            value = node.path(snake(camelName));
        }
        return value.isNull() ? value.path("") : value;
    }

    static boolean has(JsonNode node, String camelName) {
        return !get(node, camelName).isMissingNode();
    }

    /** The elements of an array, nothing for any other node. */
    static List<JsonNode> list(JsonNode node) {
        List<JsonNode> elements = new ArrayList<>(node.size());
        if (node.isArray()) {
            node.forEach(elements::add);
        }
        return elements;
    }

    static String snake(String camelName) {
        StringBuilder snake = new StringBuilder(camelName.length() + 4);
        for (int i = 0; i < camelName.length(); i++) {
            char c = camelName.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }

    static String upper(JsonNode node) {
        return node.asText().toUpperCase(Locale.ROOT);
    }
}
