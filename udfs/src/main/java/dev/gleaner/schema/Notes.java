package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the model in a description what its schema cannot: the constraints that stay here. Without
 * that it could satisfy them by luck only.
 */
final class Notes {

    private record Range(String least, String most, String unit, String type) {}

    private static final List<Range> RANGES =
            List.of(
                    new Range("minItems", "maxItems", "item", "array"),
                    new Range("minLength", "maxLength", "character", "string"),
                    new Range("minProperties", "maxProperties", "property", "object"),
                    new Range("minimum", "maximum", "", "number"));

    /** Keywords that say nothing about values of other types than the one named; empty: any. */
    private static final List<Map.Entry<String, String>> SINGLE =
            List.of(
                    Map.entry("enum", ""),
                    Map.entry("exclusiveMinimum", "number"),
                    Map.entry("exclusiveMaximum", "number"),
                    Map.entry("multipleOf", "number"),
                    Map.entry("pattern", "string"),
                    Map.entry("format", ""),
                    Map.entry("uniqueItems", "array"),
                    Map.entry("dependentRequired", "object"));

    private Notes() {}

    /**
     * The description to send.
     *
     * @param schema the full schema of one value, with one type
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
            if (!concerns(schema, range.type())) {
                continue;
            }
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
        for (Map.Entry<String, String> single : SINGLE) {
            JsonNode value = schema.path(single.getKey());
            boolean off = value.isMissingNode() || value.equals(BooleanNode.FALSE);
            if (!off && !sent.contains(single.getKey()) && concerns(schema, single.getValue())) {
                demands.add(Demand.of(single.getKey(), value));
            }
        }
        return demands;
    }

    private static boolean concerns(ObjectNode schema, String type) {
        String own = schema.path("type").asText();
        return type.isEmpty()
                || own.equals(type)
                || (own.equals("integer") && type.equals("number"));
    }
}
