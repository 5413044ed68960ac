package dev.gleaner.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer can have in one place.
 *
 * @param types JSON Schema's names of the types it can have; none if the schema does not say
 * @param values everything it can be, if these are words, numbers or truth values that the schema
 *     lists; else null
 * @param min below which no number in it is, or null if the schema sets no bound
 * @param max above which no number in it is, or null if the schema sets no bound
 * @param alwaysThere whether every answer has it, and never null in its place
 */
public record AnswerField(
        Set<String> types,
        @Nullable List<JsonNode> values,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        boolean alwaysThere) {

    /** Copies the collections. */
    public AnswerField {
        types = Set.copyOf(types);
        values = values == null ? null : List.copyOf(values);
    }

    /**
     * Returns everything it can be as text, if it is one of some words, or true or false, in every
     * answer.
     */
    public Optional<List<String>> words() {
        return Optional.ofNullable(values)
                .filter(all -> alwaysThere)
                .filter(all -> all.stream().allMatch(v -> v.isTextual() || v.isBoolean()))
                .map(all -> all.stream().map(JsonNode::asText).toList());
    }

    /** Returns whether it can be of a type; an integer is a number, too. */
    public boolean mayBe(String type) {
        return types.isEmpty()
                || types.contains(type)
                || (type.equals("integer") && types.contains("number"));
    }
}
