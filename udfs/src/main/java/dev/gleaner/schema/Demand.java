package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a keyword demands, in words: for the model before it answers (in the descriptions it is
 * sent) and after (in the violations). Names constraints only, never what an answer held.
 */
final class Demand {

    private Demand() {}

    /**
     * @param keyword a keyword of JSON Schema 2020-12
     * @param value its value in the schema
     */
    static String of(String keyword, JsonNode value) {
        return switch (keyword) {
            case "type" -> "of the type " + alternatives(value);
            case "enum" -> "one of " + list(value);
            case "required" -> "with the properties " + list(value);
            case "minItems" -> "at least " + counted(value, "item");
            case "maxItems" -> "at most " + counted(value, "item");
            case "minLength" -> "at least " + counted(value, "character");
            case "maxLength" -> "at most " + counted(value, "character");
            case "minProperties" -> "at least " + counted(value, "property");
            case "maxProperties" -> "at most " + counted(value, "property");
            case "minimum" -> "at least " + value.asText();
            case "maximum" -> "at most " + value.asText();
            case "exclusiveMinimum" -> "more than " + value.asText();
            case "exclusiveMaximum" -> "less than " + value.asText();
            case "multipleOf" -> "a multiple of " + value.asText();
            case "pattern" -> "matching the regular expression " + value.asText();
            case "format" -> format(value.asText());
            case "uniqueItems" -> "no item twice";
            case "additionalProperties", "unevaluatedProperties" ->
                    "no properties but those of the schema";
            case "items", "unevaluatedItems" -> "no items but those of the schema";
            case "dependentRequired" -> dependent(value);
            case "oneOf" -> "exactly one of the alternatives of oneOf";
            case "contains", "minContains", "maxContains" ->
                    "as many items as the schema says under contains";
            case "false" -> "nothing at all";
            case "not" -> "nothing that fits the schema under not";
            default -> "what the schema says under " + keyword;
        };
    }

    /** A range in one phrase, which reads better than two. */
    static String range(JsonNode least, JsonNode most, String unit) {
        if (unit.isEmpty()) {
            return "between " + least.asText() + " and " + most.asText();
        }
        return least.equals(most)
                ? "exactly " + counted(least, unit)
                : least.asText() + " to " + counted(most, unit);
    }

    private static String counted(JsonNode count, String unit) {
        if (count.asLong() == 1) {
            return "1 " + unit;
        }
        String plural = unit.equals("property") ? "properties" : unit + "s";
        return count.asText() + " " + plural;
    }

    private static String format(String name) {
        return switch (name) {
            case "date" -> "a date like 2026-01-31";
            case "time" -> "a time like 12:30:00Z";
            case "date-time" -> "a date and time like 2026-01-31T12:30:00Z";
            default -> "in the format " + name;
        };
    }

    private static String alternatives(JsonNode type) {
        if (type.isTextual()) {
            return type.textValue();
        }
        StringJoiner joined = new StringJoiner(" or ");
        type.forEach(name -> joined.add(name.asText()));
        return joined.toString();
    }

    private static String list(JsonNode values) {
        StringJoiner joined = new StringJoiner(", ");
        values.forEach(value -> joined.add(value.toString()));
        return joined.toString();
    }

    private static String dependent(JsonNode map) {
        StringJoiner joined = new StringJoiner(", ");
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            joined.add("with \"" + entry.getKey() + "\" also " + list(entry.getValue()));
        }
        return joined.toString();
    }
}
