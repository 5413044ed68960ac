package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds demands that no value meets, in places that every answer has: each answer would be paid for
 * and refused. Sound, not complete: what may be left out or be something else is passed over.
 */
final class Contradictions {
    private static final String FIX = "correct one of them";
    private static final int MAX_SCALE = 400;

    private final Problems problems;

    Contradictions(Problems problems) {
        this.problems = problems;
    }

    /** Looks at a schema as {@link SchemaReader} returns it. */
    void find(JsonNode schema, String pointer) {
        Set<String> types = Types.declared(schema);
        if (schema.has("$ref") || types.isEmpty()) {
            return;
        }
        JsonNode values = schema.path("enum");
        if (schema.has("enum")
                && values.valueStream()
                        .noneMatch(v -> types.stream().anyMatch(type -> Types.is(type, v)))) {
            problems.add(pointer, "no value fits both type and enum", FIX);
        } else if (Set.of("number", "integer").containsAll(types)) {
            number(schema, !types.contains("number"), pointer);
        } else if (types.equals(Set.of("string"))) {
            counts(schema, "minLength", "maxLength", pointer);
        } else if (types.equals(Set.of("array"))) {
            counts(schema, "minItems", "maxItems", pointer);
            if (schema.path("minItems").asLong() > schema.path("prefixItems").size()) {
                find(schema.path("items"), Problems.child(pointer, "items"));
            }
        } else if (types.equals(Set.of("object"))) {
            object(schema, pointer);
        }
    }

    private void counts(JsonNode schema, String least, String most, String pointer) {
        if (schema.has(least)
                && schema.has(most)
                && schema.get(least).asLong() > schema.get(most).asLong()) {
            problems.add(
                    Problems.child(pointer, least),
                    schema.get(least) + " is above " + most + " " + schema.get(most),
                    FIX);
        }
    }

    private void object(JsonNode schema, String pointer) {
        counts(schema, "minProperties", "maxProperties", pointer);
        Set<String> required = Types.names(schema.path("required"));
        boolean closed =
                schema.path("additionalProperties").isBoolean()
                        && !schema.get("additionalProperties").booleanValue()
                        && !schema.has("patternProperties");
        if (schema.has("maxProperties") && required.size() > schema.get("maxProperties").asLong()) {
            problems.add(
                    Problems.child(pointer, "required"),
                    "names more properties than maxProperties " + schema.get("maxProperties"),
                    FIX);
        }
        JsonNode properties = schema.path("properties");
        for (String name : required) {
            if (properties.has(name)) {
                String at = Problems.child(Problems.child(pointer, "properties"), name);
                find(properties.get(name), at);
            } else if (closed
                    && properties.isEmpty()) { // else the form that is sent has it refused
                problems.add(
                        Problems.child(pointer, "required"),
                        "'" + name + "' is forbidden by additionalProperties: false",
                        "define it or remove the name");
            }
        }
    }

    private void number(JsonNode schema, boolean integer, String pointer) {
        BigDecimal least = bound(schema, "minimum", "exclusiveMinimum", 1);
        BigDecimal most = bound(schema, "maximum", "exclusiveMaximum", -1);
        if (least == null || most == null) {
            return;
        }
        BigDecimal step = exact(schema.path("multipleOf"));
        boolean openBelow = isBound(schema, "exclusiveMinimum", least);
        boolean openAbove = isBound(schema, "exclusiveMaximum", most);
        if (least.compareTo(most) > 0
                || (least.compareTo(most) == 0 && (openBelow || openAbove))
                || (integer && noMultiple(BigDecimal.ONE, least, openBelow, most, openAbove))) {
            problems.add(
                    pointer,
                    "no "
                            + (integer ? "integer" : "number")
                            + " is "
                            + (openBelow ? "above " : "at least ")
                            + least.toPlainString()
                            + " and "
                            + (openAbove ? "below " : "at most ")
                            + most.toPlainString(),
                    FIX);
        } else if (step != null && noMultiple(step, least, openBelow, most, openAbove)) {
            problems.add(
                    Problems.child(pointer, "multipleOf"),
                    "no multiple of " + schema.get("multipleOf") + " is within the bounds",
                    FIX);
        }
    }

    /** Returns the stricter of two bounds, or null if there is none. */
    private static @Nullable BigDecimal bound(
            JsonNode schema, String closed, String open, int sign) {
        JsonNode first = schema.path(closed);
        JsonNode second = schema.path(open);
        if (!first.isNumber() || !second.isNumber()) {
            return exact(first.isNumber() ? first : second);
        }
        BigDecimal one = exact(first);
        BigDecimal other = exact(second);
        if (one == null || other == null) {
            return null;
        }
        return one.compareTo(other) * sign > 0 ? one : other;
    }

    /** Returns a number whose digits can be written out at little cost, else null. */
    private static @Nullable BigDecimal exact(JsonNode number) {
        if (!number.isNumber()) {
            return null;
        }
        BigDecimal value = number.decimalValue();
        return Math.abs((long) value.scale()) <= MAX_SCALE ? value : null;
    }

    private static boolean isBound(JsonNode schema, String keyword, BigDecimal bound) {
        BigDecimal value = exact(schema.path(keyword));
        return value != null && value.compareTo(bound) == 0;
    }

    private static boolean noMultiple(
            BigDecimal step,
            BigDecimal least,
            boolean openBelow,
            BigDecimal most,
            boolean openAbove) {
        BigDecimal first = least.divide(step, 0, RoundingMode.CEILING).multiply(step);
        if (openBelow && first.compareTo(least) == 0) {
            first = first.add(step);
        }
        int compared = first.compareTo(most);
        return compared > 0 || (compared == 0 && openAbove);
    }
}
