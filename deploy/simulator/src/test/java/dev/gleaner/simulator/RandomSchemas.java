package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** Random schemas in Gemini's OpenAPI subset. */
final class RandomSchemas {

    private final Random random;

    RandomSchemas(Random random) {
        this.random = random;
    }

    ObjectNode next(int depth) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (random.nextInt(4) == 0) {
            schema.put("nullable", true);
        }
        switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> string(schema);
            case 1 -> choices(schema);
            case 2 -> integer(schema);
            case 3 -> number(schema);
            case 4 -> schema.put("type", "BOOLEAN");
            case 5 -> array(schema, depth);
            case 6 -> anyOf(schema, depth);
            default -> object(schema, depth);
        }
        return schema;
    }

    private void string(ObjectNode schema) {
        schema.put("type", "STRING");
        int shortest = random.nextInt(100);
        if (random.nextBoolean()) {
            schema.put("minLength", shortest);
        }
        if (random.nextBoolean()) {
            schema.put("maxLength", shortest + random.nextInt(30));
        }
    }

    private void choices(ObjectNode schema) {
        ArrayNode values = schema.put("type", "string").putArray("enum");
        for (int i = 0; i <= random.nextInt(6); i++) {
            values.add("value_" + i);
        }
    }

    private void integer(ObjectNode schema) {
        int low = random.nextInt(2000) - 1000;
        schema.put("type", "INTEGER");
        if (random.nextBoolean()) {
            schema.put("minimum", low);
        }
        if (random.nextBoolean()) {
            schema.put("maximum", low + random.nextInt(5));
        }
    }

    private void number(ObjectNode schema) {
        double low = random.nextDouble() * 10 - 5;
        schema.put("type", "NUMBER");
        if (random.nextBoolean()) {
            schema.put("minimum", low);
        }
        if (random.nextBoolean()) {
            schema.put("maximum", low + random.nextDouble() / 100);
        }
    }

    private void array(ObjectNode schema, int depth) {
        int least = random.nextInt(4);
        schema.put("type", "ARRAY").set("items", next(depth - 1));
        if (random.nextBoolean()) {
            schema.put("minItems", Integer.toString(least));
        }
        if (random.nextBoolean()) {
            schema.put("maxItems", least + random.nextInt(3));
        }
    }

    private void anyOf(ObjectNode schema, int depth) {
        schema.putArray("anyOf").add(next(depth - 1)).add(next(depth - 1));
    }

    private void object(ObjectNode schema, int depth) {
        ObjectNode properties = schema.put("type", "OBJECT").putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (int i = 0; i <= random.nextInt(4); i++) {
            properties.set("p" + i, next(depth - 1));
            if (random.nextBoolean()) {
                required.add("p" + i);
            }
        }
    }
}
