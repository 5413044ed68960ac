package dev.gleaner.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gleaner.simulator.Schema.ValueType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes a JSON value that fits a schema and leans on a prompt; the same for the same two. Not
 * thread-safe, one per answer.
 */
final class SchemaAnswer {

    private static final JsonFactory JSON = new ObjectMapper().getFactory();
    private static final int LONGEST_STRING = 60;
    private static final int MOST_ITEMS = 3;

    private final PromptText prompt;
    private final JsonGenerator out;

    private SchemaAnswer(PromptText prompt, JsonGenerator out) {
        this.prompt = prompt;
        this.out = out;
    }

    /** The value as JSON text. */
    static String write(Schema schema, PromptText prompt) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new SchemaAnswer(prompt, out).value(schema, prompt.hash());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** A text as a JSON string. */
    static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }

    private void value(Schema schema, long seed) throws IOException {
        if (schema.nullable() && StableHash.below(seed, 8) == 0) {
            out.writeNull();
        } else if (!schema.anyOf().isEmpty()) {
            int chosen = StableHash.below(seed, schema.anyOf().size());
            value(schema.anyOf().get(chosen), StableHash.with(seed, chosen));
        } else if (!schema.choices().isEmpty()) {
            choice(ChoicePicker.best(schema.choices(), prompt), schema.type());
        } else {
            switch (schema.type()) {
                case STRING, ANY -> out.writeString(string(schema, seed));
                case INTEGER -> out.writeNumber((long) number(schema, seed, 1));
                case NUMBER -> decimal(number(schema, seed, 0.01));
                case BOOLEAN -> out.writeBoolean((seed & 1) == 0);
                case ARRAY -> array(schema, seed);
                case OBJECT -> object(schema, seed);
                case NULL -> out.writeNull();
            }
        }
    }

    /** Enum values of numbers are written as strings in Gemini's dialect. */
    private void choice(JsonNode value, ValueType type) throws IOException {
        boolean number = type == ValueType.INTEGER || type == ValueType.NUMBER;
        if (number && value.isTextual()) {
            out.writeNumber(value.asText());
        } else {
            out.writeTree(value);
        }
    }

    private void decimal(double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.writeNumber((long) value);
        } else {
            out.writeNumber(value);
        }
    }

    /** A number inside the bounds, a multiple of the step where one fits. */
    private static double number(Schema schema, long seed, double step) {
        double low = schema.minimum();
        double high = schema.maximum();
        if (Double.isNaN(low)) {
            low = Double.isNaN(high) ? 0 : high - 100;
        }
        if (Double.isNaN(high)) {
            high = low + 100;
        }
        double fraction = (seed >>> 11) * 0x1.0p-53;
        double value = Math.floor((low + fraction * (high - low)) / step) * step;
        if (step < 1 && Math.abs(value) < 1e12) {
            value = Math.round(value * 100) / 100.0;
        }
        if (value < low) {
            value = step < 1 ? low : Math.ceil(low);
        }
        return Math.min(value, high);
    }

    private String string(Schema schema, long seed) {
        String text =
                switch (schema.format()) {
                    case "date-time" -> date(seed) + "T" + time(seed) + "Z";
                    case "date" -> date(seed);
                    case "time" -> time(seed) + "Z";
                    default -> "";
                };
        return text.isEmpty() ? sized(schema) : text;
    }

    private static String date(long seed) {
        return "2026-"
                + two(1 + StableHash.below(seed, 12))
                + "-"
                + two(1 + StableHash.below(seed >>> 8, 28));
    }

    private static String time(long seed) {
        return two(StableHash.below(seed >>> 4, 24))
                + ":"
                + two(StableHash.below(seed >>> 12, 60))
                + ":"
                + two(StableHash.below(seed >>> 20, 60));
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private String sized(Schema schema) {
        int most =
                schema.maximumSize() < 0
                        ? LONGEST_STRING
                        : Math.min(LONGEST_STRING, schema.maximumSize());
        if (most == 0) {
            return "";
        }
        String text = prompt.opening(Math.max(most, 1));
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            text = text.substring(0, text.offsetByCodePoints(0, most));
        }
        return length < schema.minimumSize()
                ? text + "x".repeat(schema.minimumSize() - length)
                : text;
    }

    private void array(Schema schema, long seed) throws IOException {
        int most =
                schema.maximumSize() < 0
                        ? Math.max(MOST_ITEMS, schema.minimumSize())
                        : schema.maximumSize();
        int wanted = 1 + StableHash.below(seed, MOST_ITEMS);
        int count = Math.max(schema.minimumSize(), Math.min(wanted, most));
        out.writeStartArray();
        int written = 0;
        for (Iterator<Schema> it = schema.prefix().iterator();
                it.hasNext() && written < most;
                written++) {
            value(it.next(), StableHash.with(seed, written));
        }
        Schema items = schema.items();
        if (items != null) {
            items(items, count - written, StableHash.with(seed, written));
        }
        out.writeEndArray();
    }

    private void items(Schema items, int count, long seed) throws IOException {
        int written = 0;
        if (!items.choices().isEmpty() && count > 0) {
            List<JsonNode> different = ChoicePicker.best(items.choices(), count, prompt);
            for (JsonNode value : different) {
                choice(value, items.type());
            }
            written = different.size();
        }
        for (; written < count; written++) {
            value(items, StableHash.with(seed, written));
        }
    }

    private void object(Schema schema, long seed) throws IOException {
        out.writeStartObject();
        long own = seed;
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            own = StableHash.with(own, property.getKey().hashCode());
            if (schema.required().contains(property.getKey())
                    || StableHash.below(own >>> 7, 8) != 1) {
                out.writeFieldName(property.getKey());
                value(property.getValue(), own);
            }
        }
        out.writeEndObject();
    }
}
