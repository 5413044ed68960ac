package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.schema.AnswerField;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the conditions of routes can hold. */
final class ConditionChecks {
    private final SpecValues values;
    private final RoutedAnswer answer;

    ConditionChecks(SpecValues values, RoutedAnswer answer) {
        this.values = values;
        this.answer = answer;
    }

    /** Returns the valid conditions of a route; what is wrong with the others is a problem. */
    List<FieldCondition> conditions(String path) {
        JsonNode when = values.get(path, JsonNode.class);
        List<FieldCondition> valid = new ArrayList<>();
        if (when == null) {
            return valid;
        }
        if (when.isEmpty()) {
            values.add(
                    path,
                    "is empty, so that every record would go there",
                    "write a condition, or name the topic in sink.topic");
        }
        for (Map.Entry<String, JsonNode> condition : when.properties()) {
            String at = YamlDocument.join(path, condition.getKey());
            field(at, condition.getKey())
                    .flatMap(field -> condition(at, condition, field))
                    .ifPresent(valid::add);
        }
        return valid;
    }

    private Optional<AnswerField> field(String at, String name) {
        Optional<AnswerField> field = Optional.empty();
        try {
            field = answer.find(name);
        } catch (IllegalArgumentException noPath) {
            // said below
        }
        if (field.isEmpty()) {
            values.add(
                    at,
                    "is no field of the answer's schema",
                    Nearest.to(name, answer.names())
                            .map(meant -> "did you mean \"" + meant + "\"?")
                            .orElse("its fields are " + String.join(", ", answer.names())));
        }
        return field;
    }

    private Optional<FieldCondition> condition(
            String at, Map.Entry<String, JsonNode> written, AnswerField field) {
        FieldCondition condition;
        try {
            condition = FieldCondition.parse(written.getKey(), written.getValue());
        } catch (IllegalArgumentException invalid) {
            values.add(
                    at,
                    String.valueOf(invalid.getMessage()),
                    "write a value, a list of values, or {min: 1, max: 5}");
            return Optional.empty();
        }
        boolean valid = true;
        for (Object value : condition.values()) {
            valid &= isPossible(at, value, field);
        }
        if (condition.values().isEmpty() && !field.mayBe("number") && !field.mayBe("integer")) {
            values.add(
                    at, "has bounds, and the schema says " + types(field), "compare with values");
            valid = false;
        } else if (condition.values().isEmpty()) {
            valid = isWithin(at, condition.min(), condition.max(), field);
        }
        return valid ? Optional.of(condition) : Optional.empty();
    }

    private boolean isPossible(String at, Object value, AnswerField field) {
        if (!field.mayBe(type(value))) {
            values.add(
                    at,
                    "\""
                            + text(value)
                            + "\" is "
                            + type(value)
                            + ", and the schema says "
                            + types(field),
                    "compare with what the field can be");
            return false;
        }
        if (value instanceof BigDecimal number && !isWithin(at, number, number, field)) {
            return false;
        }
        List<JsonNode> possible = field.values();
        if (possible == null || possible.stream().anyMatch(each -> isSame(value, each))) {
            return true;
        }
        List<String> words = possible.stream().map(JsonNode::asText).toList();
        values.add(
                at,
                "\"" + text(value) + "\" is none of the schema's values",
                Nearest.to(text(value), words)
                        .map(meant -> "did you mean \"" + meant + "\"?")
                        .orElse("they are " + String.join(", ", words)));
        return false;
    }

    private boolean isWithin(
            String at, @Nullable BigDecimal min, @Nullable BigDecimal max, AnswerField field) {
        if (min != null && field.max() != null && min.compareTo(field.max()) > 0) {
            values.add(
                    at,
                    text(min) + " is above the schema's maximum",
                    "compare with " + text(field.max()) + " at most");
            return false;
        } else if (max != null && field.min() != null && max.compareTo(field.min()) < 0) {
            values.add(
                    at,
                    text(max) + " is below the schema's minimum",
                    "compare with " + text(field.min()) + " at least");
            return false;
        }
        return true;
    }

    private static boolean isSame(Object value, JsonNode possible) {
        return value instanceof BigDecimal number
                ? possible.isNumber() && number.compareTo(possible.decimalValue()) == 0
                : value.equals(
                        possible.isBoolean() ? possible.booleanValue() : possible.textValue());
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static String type(Object value) {
        if (value instanceof BigDecimal number) {
            return number.scale() <= 0 ? "integer" : "number";
        }
        return value instanceof Boolean ? "boolean" : "string";
    }

    private static String types(AnswerField field) {
        return String.join(" or ", field.types().stream().sorted().toList());
    }
}
