package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a value may be, as the wire can say it: schemas of one type each, none of them null, and
 * whether null is allowed beside them.
 *
 * @param schemas may be empty if only null is allowed
 */
record Alternatives(List<ObjectNode> schemas, boolean nullable) {

    private static final Set<String> SAYS_WHAT_IT_IS =
            Set.of("type", "properties", "items", "prefixItems", "enum", "anyOf", "oneOf", "allOf");

    /** Finds them; what cannot be said becomes a problem. */
    static Alternatives of(JsonNode schema, String pointer, Problems problems) {
        List<ObjectNode> found = new ArrayList<>();
        boolean nullable = collect(schema, pointer, new AllOf(problems), problems, found);
        return new Alternatives(found.stream().distinct().toList(), nullable);
    }

    private static boolean collect(
            JsonNode schema,
            String pointer,
            AllOf allOf,
            Problems problems,
            List<ObjectNode> found) {
        ObjectNode flat = allOf.flatten(schema, pointer);
        if (flat.has("anyOf") && flat.has("oneOf")) {
            problems.add(pointer, "has both anyOf and oneOf", "keep one of them");
        }
        String keyword = flat.has("anyOf") ? "anyOf" : "oneOf";
        JsonNode choice = flat.remove(keyword);
        if (choice == null || !saysWhatItIs(choice)) {
            return split(flat, pointer, problems, found);
        }
        boolean nullable = false;
        for (int i = 0; i < choice.size(); i++) {
            String at = Problems.child(Problems.child(pointer, keyword), i);
            if (!choice.get(i).isObject()) {
                problems.add(at, "true and false cannot be sent", "write what the value is");
            } else {
                ObjectNode branch = flat.deepCopy();
                allOf.merge(branch, allOf.flatten(choice.get(i), at), at);
                nullable |= collect(branch, at, allOf, problems, found);
            }
        }
        return nullable;
    }

    /** Branches that only forbid (say, by {@code required}) mean nothing to Gemini. */
    static boolean saysWhatItIs(JsonNode choice) {
        for (JsonNode branch : choice) {
            if (SAYS_WHAT_IT_IS.stream().anyMatch(branch::has)) {
                return true;
            }
        }
        return false;
    }

    private static boolean split(
            ObjectNode flat, String pointer, Problems problems, List<ObjectNode> found) {
        Set<String> types = Types.of(flat);
        if (types.isEmpty()) {
            problems.add(pointer, "does not say its type", "add \"type\"");
        }
        if (types.contains("number")) {
            types.remove("integer");
        }
        int before = found.size();
        boolean nullable = false;
        for (String type : types) {
            ObjectNode one = flat.deepCopy();
            one.put("type", type);
            if (one.get("enum") instanceof ArrayNode values) {
                ArrayNode own = values.arrayNode();
                values.forEach(value -> addIf(Types.is(type, value), own, value));
                one.set("enum", own);
            }
            boolean possible = !one.has("enum") || !one.get("enum").isEmpty();
            if (possible && type.equals(Types.NULL)) {
                nullable = true;
            } else if (possible) {
                found.add(one);
            }
        }
        if (!types.isEmpty() && !nullable && found.size() == before) {
            problems.add(pointer, "no value fits both type and enum", "correct one of them");
        }
        return nullable;
    }

    private static void addIf(boolean fits, ArrayNode values, JsonNode value) {
        if (fits) {
            values.add(value);
        }
    }
}
