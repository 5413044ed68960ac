package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the value of a schema keyword has to be; the one table of the keywords that are known. */
enum Shape {
    SCHEMA("a schema"),
    SCHEMAS("a list of schemas that is not empty"),
    SCHEMA_MAP("an object of schemas"),
    ITEMS("a schema or a list of schemas that is not empty"),
    COUNT("a whole number, 0 or more"),
    NUMBER("a number"),
    BOUND("a number, or true or false"),
    POSITIVE("a number above 0"),
    TEXT("a string"),
    REGEX("a regular expression that Java can compile"),
    FLAG("true or false"),
    NAMES("a list of names"),
    VALUES("a list of values that is not empty"),
    TYPE("a type's name or a list of them"),
    DEPENDENCIES("an object"),
    ANY("any value"),
    /** Says nothing about the answer, or is used up when references are followed. */
    DROPPED("any value");

    private static final Map<String, Shape> KEYWORDS = keywords();

    private final String demand;

    Shape(String demand) {
        this.demand = demand;
    }

    /** The shape of a keyword's value, or null if neither dialect knows the keyword. */
    static @Nullable Shape of(String keyword) {
        return keyword.startsWith("x-") ? DROPPED : KEYWORDS.get(keyword);
    }

    String demand() {
        return demand;
    }

    boolean fits(JsonNode value) {
        return switch (this) {
            case SCHEMA -> value.isObject() || value.isBoolean();
            case SCHEMAS, VALUES -> value.isArray() && !value.isEmpty();
            case SCHEMA_MAP, DEPENDENCIES -> value.isObject();
            case ITEMS -> SCHEMA.fits(value) || SCHEMAS.fits(value);
            case COUNT -> isCount(value);
            case NUMBER -> isFinite(value);
            case BOUND -> isFinite(value) || value.isBoolean();
            case POSITIVE -> isFinite(value) && value.doubleValue() > 0;
            case TEXT -> value.isTextual();
            case REGEX -> isRegex(value);
            case FLAG -> value.isBoolean();
            case NAMES -> isNames(value);
            case TYPE -> value.isTextual() || (isNames(value) && !value.isEmpty());
            case ANY, DROPPED -> true;
        };
    }

    /** Gemini's int64 may be written as a JSON string. */
    private static boolean isCount(JsonNode value) {
        return value.isTextual()
                ? value.textValue().matches("\\d{1,18}")
                : value.isNumber()
                        && value.canConvertToExactIntegral()
                        && value.canConvertToLong()
                        && value.longValue() >= 0;
    }

    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    private static boolean isNames(JsonNode value) {
        return value.isArray()
                && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual);
    }

    private static boolean isRegex(JsonNode value) {
        if (!value.isTextual()) {
            return false;
        }
        try {
            BoundedPattern.compile(value.textValue(), new StepBudget());
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static Map<String, Shape> keywords() {
        Map<String, Shape> shapes = new HashMap<>();
        put(shapes, SCHEMA, "additionalProperties not if then else contains propertyNames");
        put(shapes, SCHEMA, "additionalItems unevaluatedProperties unevaluatedItems");
        put(shapes, SCHEMAS, "anyOf oneOf allOf prefixItems");
        put(shapes, SCHEMA_MAP, "properties patternProperties dependentSchemas");
        put(shapes, ITEMS, "items");
        put(shapes, COUNT, "minItems maxItems minLength maxLength minProperties maxProperties");
        put(shapes, COUNT, "minContains maxContains");
        put(shapes, NUMBER, "minimum maximum");
        put(shapes, BOUND, "exclusiveMinimum exclusiveMaximum");
        put(shapes, POSITIVE, "multipleOf");
        put(shapes, TEXT, "$ref format title description");
        put(shapes, REGEX, "pattern");
        put(shapes, FLAG, "nullable uniqueItems");
        put(shapes, NAMES, "required propertyOrdering");
        put(shapes, VALUES, "enum");
        put(shapes, TYPE, "type");
        put(shapes, DEPENDENCIES, "dependentRequired dependencies");
        put(shapes, ANY, "const");
        put(shapes, DROPPED, "$schema $id id $anchor $comment $vocabulary $defs definitions");
        put(shapes, DROPPED, "default example examples deprecated readOnly writeOnly");
        put(shapes, DROPPED, "contentEncoding contentMediaType contentSchema discriminator");
        put(shapes, DROPPED, "externalDocs xml");
        return shapes;
    }

    private static void put(Map<String, Shape> shapes, Shape shape, String names) {
        for (String name : names.split(" ", -1)) {
            shapes.put(name, shape);
        }
    }
}
