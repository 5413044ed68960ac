package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a field of the answer must be. A field that is absent, null or of another type fits no
 * condition.
 *
 * @param field its path
 * @param values one of these: String, Boolean, or BigDecimal without trailing zeros; empty if the
 *     bounds count
 * @param min the least number that fits, or null
 * @param max the greatest number that fits, or null
 */
public record FieldCondition(
        String field,
        List<? extends Serializable> values,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Copies the list. */
    public FieldCondition {
        values = List.copyOf(values);
    }

    /**
     * Reads a condition: a value, a list of values, or an object with {@code min} or {@code max}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static FieldCondition parse(String field, JsonNode written) {
        if (written.isObject()) {
            return bounds(field, written);
        }
        List<Serializable> values = new ArrayList<>();
        for (JsonNode value : written.isArray() ? written : List.of(written)) {
            values.add(scalar(value));
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("is an empty list, which nothing fits");
        }
        return new FieldCondition(field, values, null, null);
    }

    private static FieldCondition bounds(String field, JsonNode written) {
        for (Map.Entry<String, JsonNode> bound : written.properties()) {
            if (!bound.getKey().equals("min") && !bound.getKey().equals("max")) {
                throw new IllegalArgumentException(
                        "has \"" + bound.getKey() + "\", and bounds are min and max");
            } else if (!bound.getValue().isNumber()) {
                throw new IllegalArgumentException("has a bound that is no number");
            }
        }
        BigDecimal min = number(written.get("min"));
        BigDecimal max = number(written.get("max"));
        if (min == null && max == null) {
            throw new IllegalArgumentException("has no bound");
        } else if (min != null && max != null && min.compareTo(max) > 0) {
            throw new IllegalArgumentException("has a min above its max");
        }
        return new FieldCondition(field, List.of(), min, max);
    }

    private static @Nullable BigDecimal number(@Nullable JsonNode bound) {
        return bound == null ? null : bound.decimalValue();
    }

    private static Serializable scalar(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue();
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.decimalValue().stripTrailingZeros();
            default ->
                    throw new IllegalArgumentException(
                            "is compared with what is no text, number, true or false");
        };
    }

    /** Returns the same for another path of the field. */
    FieldCondition renamed(UnaryOperator<String> path) {
        return new FieldCondition(path.apply(field), values, min, max);
    }

    /**
     * Returns whether the field fits.
     *
     * @param value String, Boolean, or BigDecimal without trailing zeros; null for anything else
     */
    public boolean fits(@Nullable Object value) {
        if (!values.isEmpty()) {
            return value != null && values.contains(value);
        }
        return value instanceof BigDecimal number
                && (min == null || number.compareTo(min) >= 0)
                && (max == null || number.compareTo(max) <= 0);
    }
}
