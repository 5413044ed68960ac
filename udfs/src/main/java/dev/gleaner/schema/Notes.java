package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells the model in a description what its schema cannot: the constraints that stay here. Without
 * that it could satisfy them by luck only.
 */
final class Notes {

    private record Range(String least, String most, String unit) {}

    private static final List<Range> RANGES =
            List.of(
                    new Range("minItems", "maxItems", "item"),
                    new Range("minLength", "maxLength", "character"),
                    new Range("minProperties", "maxProperties", "property"),
                    new Range("minimum", "maximum", ""));

    private static final List<String> SINGLE =
            List.of(
                    "enum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                    "pattern",
                    "format",
                    "uniqueItems",
                    "dependentRequired");

    private Notes() {}

    /**
     * The description to send.
     *
     * @param schema the full schema of one value
     * @param sent the keywords that are on the wire themselves
     * @return the schema's own description and what else is demanded; empty if there is neither
     */
    static String describe(ObjectNode schema, Set<String> sent) {
        String own = schema.path("description").asText("").strip();
        String notes = String.join(", ", demands(schema, sent));
        if (notes.isEmpty()) {
            return own;
        }
        return own.isEmpty() ? notes : own + " (" + notes + ")";
    }

    private static List<String> demands(ObjectNode schema, Set<String> sent) {
        List<String> demands = new ArrayList<>();
        for (Range range : RANGES) {
            JsonNode least = schema.get(range.least());
            JsonNode most = schema.get(range.most());
            if (least != null && most != null) {
                demands.add(Demand.range(least, most, range.unit()));
            } else if (least != null) {
                demands.add(Demand.of(range.least(), least));
            } else if (most != null) {
                demands.add(Demand.of(range.most(), most));
            }
        }
        for (String keyword : SINGLE) {
            JsonNode value = schema.get(keyword);
            boolean off = value == null || (value.isBoolean() && !value.booleanValue());
            if (!off && !sent.contains(keyword)) {
                demands.add(Demand.of(keyword, value));
            }
        }
        return demands;
    }
}
