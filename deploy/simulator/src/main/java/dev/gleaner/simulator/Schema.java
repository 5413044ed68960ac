package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a response schema that decides what an answer looks like, whichever dialect it was
 * written in.
 *
 * @param type of the value; {@link ValueType#ANY} if the schema leaves it open
 * @param nullable whether null is fine too
 * @param choices allowed values, empty if all are
 * @param format as written, empty if none
 * @param minimum inclusive, NaN if none
 * @param maximum inclusive, NaN if none
 * @param minimumSize least items or characters
 * @param maximumSize most items or characters, -1 if open
 * @param prefix schemas of the first items
 * @param items schema of the items, null if open
 * @param properties in the order in which they are written
 * @param required names that must be there
 * @param anyOf alternatives; when there are some, nothing else counts
 */
record Schema(
        ValueType type,
        boolean nullable,
        List<Choice> choices,
        String format,
        double minimum,
        double maximum,
        int minimumSize,
        int maximumSize,
        List<Schema> prefix,
        @Nullable Schema items,
        Map<String, Schema> properties,
        Set<String> required,
        List<Schema> anyOf) {

    enum ValueType {
        STRING,
        NUMBER,
        INTEGER,
        BOOLEAN,
        ARRAY,
        OBJECT,
        NULL,
        ANY
    }

    /**
     * One allowed value, taken apart once.
     *
     * @param value as written into the answer
     * @param stems of its words, for the comparison with a prompt
     */
    record Choice(JsonNode value, List<String> stems) {}

    /** The same object with other properties, never null and without alternatives. */
    Schema withProperties(Map<String, Schema> others) {
        return new Schema(
                type,
                false,
                choices,
                format,
                minimum,
                maximum,
                minimumSize,
                maximumSize,
                prefix,
                items,
                others,
                required,
                List.of());
    }

    /**
     * A rough measure of the automaton that constrained decoding needs; grows with text, bounds and
     * nesting.
     */
    double states() {
        double own =
                switch (type) {
                    case NUMBER, INTEGER -> Double.isNaN(minimum) && Double.isNaN(maximum) ? 4 : 16;
                    case STRING -> format.isEmpty() ? 2 : 24;
                    case ARRAY -> items == null ? 1 : items.states() * Math.max(1, maximumSize);
                    default -> 1;
                };
        for (Choice choice : choices) {
            own += choice.value().asText().length();
        }
        for (Map.Entry<String, Schema> property : properties.entrySet()) {
            own += property.getKey().length() + property.getValue().states();
        }
        for (Schema alternative : anyOf) {
            own += alternative.states();
        }
        for (Schema item : prefix) {
            own += item.states();
        }
        return own;
    }
}
