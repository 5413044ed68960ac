package dev.gleaner.sql;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.spec.ClientProperties;
import dev.gleaner.spec.JsonText;
import dev.gleaner.spec.OptionPath;
import dev.gleaner.spec.OutageAction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.TimeUtils;

/**
 * An option of the spec as one of Flink's. What is no single value is JSON.
 *
 * @param path of the option in a spec
 * @param option of the query
 */
record QueryOption(OptionPath path, ConfigOption<?> option) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Pattern QUOTED = Pattern.compile("(['\"])[^'\"]{2,}\\1");

    /**
     * @param description for people, to which its form is added
     * @param defaultValue as a spec would have it; empty if there is none
     */
    static QueryOption of(OptionPath path, String description, String defaultValue) {
        ConfigOptions.OptionBuilder key = ConfigOptions.key(OptionNames.key(path.path()));
        ConfigOption<?> option =
                path.isSectionList()
                        ? key.stringType().noDefaultValue()
                        : typed(path.type(), defaultValue, key);
        return new QueryOption(path, option.withDescription(description + form(path, description)));
    }

    private static String form(OptionPath path, String description) {
        if (path.isSectionList()) {
            return " A JSON list of objects with " + String.join(", ", path.elementKeys()) + ".";
        } else if (path.type() == JsonNode.class) {
            return " A JSON object.";
        } else if (path.type() == ClientProperties.class) {
            return " Written as name:value,name:value.";
        } else if (path.type() == List.class) {
            return " With semicolons between them.";
        }
        boolean told = saysNull(path) || path.words().stream().allMatch(description::contains);
        return told ? "" : " One of " + String.join(", ", path.words()) + ".";
    }

    private static ConfigOption<?> typed(
            Class<?> type, String value, ConfigOptions.OptionBuilder key) {
        boolean none = value.isEmpty();
        if (type == Duration.class) {
            ConfigOptions.TypedConfigOptionBuilder<Duration> option = key.durationType();
            return none
                    ? option.noDefaultValue()
                    : option.defaultValue(TimeUtils.parseDuration(value));
        } else if (type == MemorySize.class) {
            ConfigOptions.TypedConfigOptionBuilder<MemorySize> option = key.memoryType();
            return none ? option.noDefaultValue() : option.defaultValue(MemorySize.parse(value));
        } else if (type == boolean.class) {
            return key.booleanType().defaultValue(Boolean.valueOf(value));
        } else if (type == int.class) {
            return key.intType().defaultValue(Integer.valueOf(value));
        } else if (type == double.class) {
            return key.doubleType().defaultValue(Double.valueOf(value));
        } else if (type == Integer.class) {
            return key.intType().noDefaultValue();
        } else if (type == Long.class) {
            return key.longType().noDefaultValue();
        } else if (type == ClientProperties.class) {
            return key.mapType().noDefaultValue();
        } else if (type == List.class) {
            return key.stringType().asList().noDefaultValue();
        }
        return none ? key.stringType().noDefaultValue() : key.stringType().defaultValue(value);
    }

    /** In a query there are no dead letters: what would be one is NULL. */
    private static boolean saysNull(OptionPath path) {
        return path.type() == OutageAction.class || path.type() == BudgetAction.class;
    }

    /**
     * Writes the value as a spec has it, if the query has one.
     *
     * @param spec its root
     * @throws IllegalArgumentException if it should be JSON and is not
     */
    void write(ReadableConfig options, ObjectNode spec) {
        options.getOptional(option).map(this::node).ifPresent(node -> put(spec, path.path(), node));
    }

    /** Puts a value where its path says. */
    static void put(ObjectNode spec, String path, JsonNode value) {
        int dot = path.lastIndexOf('.');
        ObjectNode section =
                dot < 0 ? spec : spec.withObject('/' + path.substring(0, dot).replace('.', '/'));
        section.set(path.substring(dot + 1), value);
    }

    private JsonNode node(Object value) {
        if (value instanceof Duration time) {
            return text(TimeUtils.formatWithHighestUnit(time));
        } else if (value instanceof MemorySize size) {
            return text(size.toString().replace(" bytes", " b"));
        } else if (value instanceof Double number) {
            return text(BigDecimal.valueOf(number).toPlainString());
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((name, one) -> object.put(name.toString(), one.toString()));
            return object;
        } else if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(one -> array.add(one.toString()));
            return array;
        }
        String text = value.toString();
        if (path.isSectionList() || path.type() == JsonNode.class) {
            return json(text);
        }
        return text(saysNull(path) ? withDeadLetter(text) : text);
    }

    private String withDeadLetter(String text) {
        if (text.equals("dead-letter")) {
            throw new IllegalArgumentException(
                    option.key() + ": a query has no dead letters; write null");
        }
        return text.equals("null") ? "dead-letter" : text;
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    private JsonNode json(String text) {
        JsonNode value;
        try {
            value = JsonText.read(text);
        } catch (JsonProcessingException invalid) {
            // Not as the cause: SQL clients show the last one only, which does not say where.
            throw new IllegalArgumentException(option.key() + " is not JSON" + fault(invalid));
        }
        boolean list = path.isSectionList();
        if (list ? !value.isArray() : !value.isObject()) {
            throw new IllegalArgumentException(
                    option.key() + " must be a JSON " + (list ? "list of objects" : "object"));
        }
        return value;
    }

    /** Says where and what, but not the text, into which a key may be pasted by mistake. */
    static String fault(JsonProcessingException invalid) {
        JsonLocation place = invalid.getLocation();
        String where =
                place == null
                        ? ""
                        : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
        return where + ": " + QUOTED.matcher(invalid.getOriginalMessage()).replaceAll("$1…$1");
    }
}
