package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes one schema of several that hold at once, as far as the wire needs it. The answer is checked
 * against the unmerged schema, so that keywords that are not sent need no care here.
 */
final class AllOf {

    private static final Set<String> LOWER =
            Set.of("minItems", "minLength", "minProperties", "minimum", "exclusiveMinimum");
    private static final Set<String> UPPER =
            Set.of("maxItems", "maxLength", "maxProperties", "maximum", "exclusiveMaximum");

    private final Problems problems;

    AllOf(Problems problems) {
        this.problems = problems;
    }

    /** The schema with what is under its {@code allOf} merged into it; a copy. */
    ObjectNode flatten(JsonNode schema, String pointer) {
        ObjectNode result = schema.deepCopy();
        JsonNode parts = result.remove("allOf");
        if (parts == null) {
            return result;
        }
        for (int i = 0; i < parts.size(); i++) {
            String at = Problems.child(Problems.child(pointer, "allOf"), i);
            if (parts.get(i).isObject()) {
                merge(result, flatten(parts.get(i), at), at);
            }
        }
        return result;
    }

    /**
     * Adds the second schema's demands to the first, which is changed.
     *
     * @param pointer where the second one is, for problems
     */
    void merge(ObjectNode into, ObjectNode from, String pointer) {
        refuseClosedParts(into, from, pointer);
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            String keyword = field.getKey();
            JsonNode old = into.get(keyword);
            if (old == null) {
                into.set(keyword, field.getValue());
            } else if (!old.equals(field.getValue())) {
                into.set(keyword, both(keyword, old, field.getValue(), pointer));
            }
        }
    }

    private JsonNode both(String keyword, JsonNode first, JsonNode second, String pointer) {
        if (LOWER.contains(keyword) || UPPER.contains(keyword)) {
            boolean firstHigher = first.decimalValue().compareTo(second.decimalValue()) > 0;
            return firstHigher == LOWER.contains(keyword) ? first : second;
        }
        return switch (keyword) {
            case "description" -> TextNode.valueOf(first.asText() + " " + second.asText());
            case "type" -> commonType(first, second, pointer);
            case "enum" -> commonValues((ArrayNode) first, second, pointer);
            case "required", "propertyOrdering" -> union((ArrayNode) first, second);
            case "properties" -> properties((ObjectNode) first, second, pointer);
            case "items" -> items(first, second, pointer);
            case "anyOf", "oneOf" -> {
                String fix = "write the combinations out in one " + keyword;
                problems.add(pointer, "a second " + keyword + " for the same value", fix);
                yield first;
            }
            default -> first;
        };
    }

    private JsonNode commonType(JsonNode first, JsonNode second, String pointer) {
        Set<String> left = Types.names(first);
        Set<String> right = Types.names(second);
        Set<String> common = new LinkedHashSet<>();
        for (String type : left) {
            if (right.contains(type) || (type.equals("integer") && right.contains("number"))) {
                common.add(type);
            }
        }
        if (right.contains("integer") && left.contains("number")) {
            common.add("integer");
        }
        if (common.isEmpty()) {
            problems.add(pointer, "no type fits all parts", "give the parts the same type");
            return first;
        }
        return Types.node(common);
    }

    private JsonNode commonValues(ArrayNode first, JsonNode second, String pointer) {
        ArrayNode common = first.arrayNode();
        for (JsonNode value : first) {
            if (Types.contains(second, value)) {
                common.add(value);
            }
        }
        if (common.isEmpty()) {
            problems.add(pointer, "no value is in the enum of all parts", "correct the enums");
            return first;
        }
        return common;
    }

    private static JsonNode union(ArrayNode first, JsonNode second) {
        Set<JsonNode> all = new LinkedHashSet<>();
        first.forEach(all::add);
        second.forEach(all::add);
        return first.arrayNode().addAll(all);
    }

    private ObjectNode properties(ObjectNode into, JsonNode from, String pointer) {
        for (Map.Entry<String, JsonNode> property : from.properties()) {
            JsonNode old = into.get(property.getKey());
            String at = Problems.child(Problems.child(pointer, "properties"), property.getKey());
            into.set(
                    property.getKey(),
                    old == null ? property.getValue() : items(old, property.getValue(), at));
        }
        return into;
    }

    private JsonNode items(JsonNode first, JsonNode second, String pointer) {
        if (first instanceof ObjectNode && second instanceof ObjectNode) {
            ObjectNode merged = flatten(first, pointer);
            merge(merged, flatten(second, pointer), pointer);
            return merged;
        }
        return first.isObject() ? first : second;
    }

    /** A part that allows its own properties only leaves no answer that fits the other parts. */
    private void refuseClosedParts(ObjectNode into, ObjectNode from, String pointer) {
        if (lacks(into, from) || lacks(from, into)) {
            problems.add(
                    pointer,
                    "additionalProperties: false in one part forbids another part's properties",
                    "remove it, or write one object with all properties");
        }
    }

    private static boolean lacks(ObjectNode closed, ObjectNode other) {
        JsonNode more = closed.path("additionalProperties");
        if (!more.isBoolean() || more.booleanValue() || closed.has("patternProperties")) {
            return false;
        }
        JsonNode own = closed.path("properties");
        return other.path("properties").properties().stream()
                .anyMatch(property -> !own.has(property.getKey()));
    }
}
