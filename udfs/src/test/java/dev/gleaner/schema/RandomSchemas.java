package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Random;

/** Makes schemas in both dialects, each with an instance that fits. */
final class RandomSchemas {

    /** A schema and what it allows. */
    record Sample(ObjectNode schema, JsonNode instance) {}

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] WORDS = {"card", "größe", "a b", "\"q\"", "\\u", "日本", ""};

    private final Random random;

    RandomSchemas(Random random) {
        this.random = random;
    }

    /** An object that has at least one required property, called {@code p0}. */
    Sample object(int depth) {
        ObjectNode schema = typed("object");
        ObjectNode instance = NODES.objectNode();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String name = "p" + i;
            Sample property = any(depth - 1);
            schema.withObjectProperty("properties").set(name, property.schema());
            boolean required = i == 0 || random.nextBoolean();
            if (required) {
                schema.withArray("required").add(name);
            }
            if (required || random.nextBoolean()) {
                instance.set(name, property.instance());
            }
        }
        if (random.nextBoolean()) {
            schema.put("additionalProperties", false);
        }
        return new Sample(schema, instance);
    }

    private Sample any(int depth) {
        Sample sample =
                switch (random.nextInt(depth > 0 ? 8 : 5)) {
                    case 0 -> number();
                    case 1 -> new Sample(typed("boolean"), NODES.booleanNode(random.nextBoolean()));
                    case 2 -> enumeration();
                    case 3 -> date();
                    case 4 -> string();
                    case 5 -> array(depth);
                    case 6 -> choice(depth);
                    default -> object(depth);
                };
        if (random.nextInt(4) == 0) {
            orNull(sample.schema());
        }
        return sample;
    }

    private Sample number() {
        int low = random.nextInt(2_000) - 1_000;
        ObjectNode schema = typed(random.nextBoolean() ? "integer" : "number");
        schema.put("minimum", low).put("maximum", low + 10);
        return new Sample(schema, NODES.numberNode(low + random.nextInt(11)));
    }

    private Sample string() {
        String word = WORDS[random.nextInt(WORDS.length)];
        ObjectNode schema = typed("string").put("maxLength", word.length());
        return new Sample(schema.put("pattern", "^[^\\n]*$"), NODES.textNode(word));
    }

    private Sample date() {
        return new Sample(typed("string").put("format", "date"), NODES.textNode("2024-02-29"));
    }

    private Sample enumeration() {
        ObjectNode schema = typed("string");
        ArrayNode values = schema.putArray("enum");
        for (String word : WORDS) {
            values.add(word);
        }
        return new Sample(schema, values.get(random.nextInt(values.size())));
    }

    private Sample array(int depth) {
        Sample item = any(depth - 1);
        ObjectNode schema = typed("array").put("maxItems", 3);
        schema.set("items", item.schema());
        ArrayNode instance = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            instance.add(item.instance());
        }
        return new Sample(schema, instance);
    }

    private Sample choice(int depth) {
        Sample one = any(depth - 1);
        ObjectNode schema = NODES.objectNode();
        schema.putArray("anyOf").add(any(depth - 1).schema()).add(one.schema());
        return new Sample(schema, one.instance());
    }

    private void orNull(ObjectNode schema) {
        if (!schema.has("type") || schema.has("enum") || random.nextBoolean()) {
            schema.put("nullable", true);
        } else {
            String type = schema.get("type").asText();
            schema.putArray("type").add(type).add("null");
        }
    }

    private ObjectNode typed(String type) {
        String written = random.nextBoolean() ? type : type.toUpperCase(Locale.ROOT);
        return NODES.objectNode().put("type", written);
    }
}
