package dev.gleaner.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.limit.PriceTable;
import java.math.BigDecimal;
import java.util.List;

/**
 * The JSON Schema (2020-12) of the spec file, for editors. Made from the options, so that it cannot
 * say anything else than the loader. What options must be to one another is left to the loader.
 */
public final class SpecSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REFERENCE = "\\$\\{";

    private SpecSchema() {}

    /** Returns the schema as text, with a line break at its end. */
    public static String text() {
        ObjectNode schema =
                JSON.objectNode()
                        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                        .put("title", "Gleaner job spec");
        schema.setAll(section(JobSpec.class, ""));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators =
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER);
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(separators).withObjectIndenter(indenter);
        try {
            return new JsonMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static ObjectNode section(Class<?> type, String path) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.put("additionalProperties", false);
        List<OptionPath> options = OptionPath.in(type, path);
        ObjectNode properties = schema.putObject("properties");
        for (OptionPath option : options) {
            properties.set(option.key(), described(option));
        }
        List<String> required =
                options.stream().filter(OptionPath::isRequired).map(OptionPath::key).toList();
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        return schema;
    }

    private static ObjectNode described(OptionPath option) {
        ObjectNode schema = JSON.objectNode().put("description", SpecReference.description(option));
        if (option.isSection()) {
            schema.setAll(section(option.type(), option.path()));
        } else if (option.isSectionList()) {
            schema.put("type", "array").put("minItems", 1);
            schema.set("items", section(option.element(), option.path() + "[]"));
        } else {
            schema.setAll(value(option));
        }
        if (!option.defaultValue().isEmpty()) {
            schema.set("default", constant(option, option.defaultValue()));
        }
        return schema;
    }

    private static ObjectNode value(OptionPath option) {
        if (option.type() == JsonNode.class) {
            ObjectNode schema = JSON.objectNode();
            return option.fromFile()
                    ? types(schema, "object", "string")
                    : schema.put("type", "object");
        } else if (option.type() == ClientProperties.class) {
            ObjectNode schema = JSON.objectNode().put("type", "object");
            types(schema.putObject("additionalProperties"), "string", "number", "boolean");
            return schema;
        } else if (option.type() == List.class) {
            ObjectNode schema = JSON.objectNode().put("type", "array").put("minItems", 1);
            return schema.<ObjectNode>set("items", scalar(option));
        } else if (option.type() == PriceTable.class) {
            return JSON.objectNode().put("type", "string").put("minLength", 1);
        } else if (option.fromFile()) {
            ObjectNode file = JSON.objectNode().put("type", "object");
            file.put("additionalProperties", false).putArray("required").add("file");
            file.putObject("properties").putObject("file").put("type", "string");
            ObjectNode schema = JSON.objectNode();
            schema.putArray("anyOf").add(scalar(option)).add(file);
            return schema;
        }
        return scalar(option);
    }

    /** Any value may be text with a variable instead. */
    private static ObjectNode scalar(OptionPath option) {
        ScalarType type = ScalarType.of(option.scalarType());
        ObjectNode schema = JSON.objectNode();
        if (!type.values().isEmpty()) {
            String others = type.pattern().isEmpty() ? "" : "^(" + type.pattern() + ")$|";
            var either = schema.putArray("anyOf");
            type.values().forEach(either.addObject().putArray("enum")::add);
            either.addObject().put("type", "string").put("pattern", others + REFERENCE);
            return schema;
        }
        boolean text = type.jsonType().equals("string");
        types(schema, text ? new String[] {"string"} : new String[] {type.jsonType(), "string"});
        String pattern = option.pattern().isEmpty() ? type.pattern() : option.pattern();
        boolean secret = option.type() == SecretReference.class;
        if (pattern.equals(ScalarType.ANY)) {
            schema.put("minLength", 1);
        } else {
            schema.put("pattern", "^(" + pattern + ")$" + (secret ? "" : "|" + REFERENCE));
        }
        if (!text && !option.min().isEmpty()) {
            schema.set("minimum", constant(option, option.min()));
            schema.set("maximum", constant(option, option.max()));
        }
        return schema;
    }

    private static ObjectNode types(ObjectNode schema, String... types) {
        if (types.length == 1) {
            return schema.put("type", types[0]);
        }
        List.of(types).forEach(schema.putArray("type")::add);
        return schema;
    }

    private static JsonNode constant(OptionPath option, String text) {
        return switch (ScalarType.of(option.type()).jsonType()) {
            case "integer", "number" -> JSON.numberNode(new BigDecimal(text));
            case "boolean" -> JSON.booleanNode(Boolean.parseBoolean(text));
            default -> JSON.textNode(text);
        };
    }
}
