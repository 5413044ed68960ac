package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.Schema.Choice;
import dev.gleaner.simulator.Schema.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON to {@link Schema}, for both dialects: Gemini's OpenAPI subset and JSON Schema with {@code
 * $ref}. A reference that leads back to itself is followed twice and then left out. One use per
 * schema, not thread-safe.
 */
final class SchemaDecoder {

    private static final int MOST_REPEATS = 2;

    private final JsonNode root;
    private final Deque<String> references = new ArrayDeque<>();

    private SchemaDecoder(JsonNode root) {
        this.root = root;
    }

    static @Nullable Schema decode(JsonNode schema) {
        return new SchemaDecoder(schema).read(schema);
    }

    /** The schema, or null if it would go round in circles. */
    private @Nullable Schema read(JsonNode node) {
        String reference = node.path("$ref").asText(node.path("ref").asText(""));
        if (reference.isEmpty()) {
            return build(node);
        }
        long repeats = references.stream().filter(reference::equals).count();
        JsonNode target = SchemaReferences.target(root, reference);
        if (repeats >= MOST_REPEATS || target.isMissingNode()) {
            return null;
        }
        references.push(reference);
        Schema schema = read(target);
        references.pop();
        return schema;
    }

    private Schema build(JsonNode node) {
        List<Schema> anyOf = readAll(Json.get(node, "anyOf"));
        if (anyOf.isEmpty()) {
            anyOf = readAll(node.path("oneOf"));
        }
        List<String> types = types(node);
        boolean nullable =
                node.path("nullable").asBoolean() || (types.size() > 1 && types.remove("NULL"));
        List<Choice> choices = choices(node);
        ValueType type = types.isEmpty() ? guess(node, choices) : type(types.get(0));
        JsonNode items = node.path("items");
        Schema itemSchema = items.isObject() ? read(items) : null;
        DescribedRange said = DescribedRange.of(node.path("description").asText(""));
        int most =
                size(
                        node,
                        type,
                        "max",
                        itemSchema == null && items.isObject() ? 0 : said.mostOr(-1));
        return new Schema(
                type,
                nullable,
                choices,
                node.path("format").asText("").toLowerCase(Locale.ROOT),
                node.path("minimum").asDouble(said.least()),
                node.path("maximum").asDouble(said.most()),
                size(node, type, "min", said.leastOr(0)),
                most,
                readAll(node.path("prefixItems")),
                itemSchema,
                properties(node),
                Set.copyOf(strings(node.path("required"))),
                anyOf);
    }

    private static List<String> types(JsonNode node) {
        List<String> types = new ArrayList<>();
        JsonNode type = node.path("type");
        if (type.isTextual()) {
            types.add(Json.upper(type));
        }
        type.forEach(each -> types.add(Json.upper(each)));
        return types;
    }

    private static ValueType type(String name) {
        for (ValueType type : ValueType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return ValueType.ANY;
    }

    private static ValueType guess(JsonNode node, List<Choice> choices) {
        if (node.path("properties").isObject()) {
            return ValueType.OBJECT;
        }
        if (node.path("items").isObject()) {
            return ValueType.ARRAY;
        }
        return choices.isEmpty() ? ValueType.ANY : ValueType.STRING;
    }

    private static int size(JsonNode node, ValueType type, String bound, int otherwise) {
        String of = type == ValueType.ARRAY ? "Items" : "Length";
        JsonNode value = Json.get(node, bound + of);
        return value.isMissingNode() ? otherwise : value.asInt(otherwise);
    }

    private static List<Choice> choices(JsonNode node) {
        List<Choice> choices = new ArrayList<>();
        for (JsonNode value : node.path("enum")) {
            choices.add(new Choice(value, PromptText.stems(value.asText())));
        }
        if (node.has("const")) {
            choices.add(new Choice(node.path("const"), List.of()));
        }
        return List.copyOf(choices);
    }

    private Map<String, Schema> properties(JsonNode node) {
        JsonNode properties = node.path("properties");
        Set<String> order = new LinkedHashSet<>(strings(Json.get(node, "propertyOrdering")));
        properties.fieldNames().forEachRemaining(order::add);
        Map<String, Schema> schemas = new LinkedHashMap<>();
        for (String name : order) {
            Schema schema = properties.has(name) ? read(properties.get(name)) : null;
            if (schema != null) {
                schemas.put(name, schema);
            }
        }
        return Collections.unmodifiableMap(schemas);
    }

    private List<Schema> readAll(JsonNode nodes) {
        List<Schema> schemas = new ArrayList<>();
        for (JsonNode node : nodes) {
            Schema schema = read(node);
            if (schema != null) {
                schemas.add(schema);
            }
        }
        return List.copyOf(schemas);
    }

    private static List<String> strings(JsonNode nodes) {
        List<String> strings = new ArrayList<>();
        nodes.forEach(node -> strings.add(node.asText()));
        return strings;
    }
}
