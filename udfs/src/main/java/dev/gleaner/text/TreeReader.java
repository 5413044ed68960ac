package dev.gleaner.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The reader of trees, as deep as its parser goes. Numbers may keep their digits, which Jackson's
 * own reader does not do: it makes 1.2E-7 of 0.00000012. Thread-safe.
 */
final class TreeReader extends StdDeserializer<JsonNode> {
    private static final long serialVersionUID = 1L;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final boolean exact;

    /**
     * @param exact whether numbers keep their digits; else they are doubles unless they are whole
     */
    TreeReader(boolean exact) {
        super(JsonNode.class);
        this.exact = exact;
    }

    @Override
    public JsonNode deserialize(JsonParser in, DeserializationContext context) throws IOException {
        return value(in);
    }

    @Override
    public JsonNode getNullValue(DeserializationContext context) {
        return NODES.nullNode();
    }

    private JsonNode value(JsonParser in) throws IOException {
        JsonNode root = node(in);
        Deque<JsonNode> open = new ArrayDeque<>();
        if (root.isContainerNode()) {
            open.push(root);
        }
        String name = "";
        while (!open.isEmpty()) {
            JsonToken token = in.nextToken();
            if (token == JsonToken.FIELD_NAME) {
                name = in.currentName();
            } else if (token.isStructEnd()) {
                open.pop();
            } else {
                JsonNode node = node(in);
                add(open.element(), name, node);
                if (node.isContainerNode()) {
                    open.push(node);
                }
            }
        }
        return root;
    }

    private static void add(JsonNode container, String name, JsonNode node) {
        if (container instanceof ObjectNode object) {
            object.set(name, node);
        } else {
            ((ArrayNode) container).add(node);
        }
    }

    private JsonNode node(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> NODES.objectNode();
            case START_ARRAY -> NODES.arrayNode();
            case VALUE_STRING -> NODES.textNode(in.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private JsonNode number(JsonParser in) throws IOException {
        if (in.getTextLength() > Json.MAX_NUMBER_LENGTH) {
            throw new StreamConstraintsException("a number is too long", in.currentLocation());
        }
        return in.hasToken(JsonToken.VALUE_NUMBER_INT) ? whole(in) : fraction(in);
    }

    private JsonNode fraction(JsonParser in) throws IOException {
        return exact ? new WrittenNumber(in.getText()) : NODES.numberNode(in.getDoubleValue());
    }

    private JsonNode whole(JsonParser in) throws IOException {
        if (exact && in.getText().equals("-0")) {
            return new WrittenNumber("-0");
        }
        return switch (in.getNumberType()) {
            case INT -> NODES.numberNode(in.getIntValue());
            case LONG -> NODES.numberNode(in.getLongValue());
            default -> NODES.numberNode(in.getBigIntegerValue());
        };
    }
}
