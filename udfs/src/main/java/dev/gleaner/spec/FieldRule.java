package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * What may stand in a field of Gemini's.
 *
 * @param noun what it is called
 * @param words those that are allowed; empty for anything but words
 */
record FieldRule(String noun, List<String> words, Predicate<JsonNode> fits) {
    static final FieldRule BOOLEAN = new FieldRule("true or false", List.of(), JsonNode::isBoolean);
    static final FieldRule OBJECT = new FieldRule("an object", List.of(), JsonNode::isObject);
    static final FieldRule TEXT =
            new FieldRule("text", List.of(), value -> value.isTextual() && !isBlank(value));

    static FieldRule whole(long min, long max) {
        return new FieldRule(
                "a whole number from " + min + " to " + max,
                List.of(),
                value -> value.isIntegralNumber() && isWithin(value, min, max));
    }

    static FieldRule number(long min, long max) {
        return new FieldRule(
                "a number from " + min + " to " + max,
                List.of(),
                value -> value.isNumber() && isWithin(value, min, max));
    }

    static FieldRule texts(int most) {
        return new FieldRule(
                "a list of at most " + most + " texts",
                List.of(),
                value -> value.isArray() && value.size() <= most && areTexts(value));
    }

    static FieldRule words(String... words) {
        List<String> all = List.of(words);
        return new FieldRule(
                "one of " + String.join(", ", all),
                all,
                value -> value.isTextual() && all.contains(value.textValue()));
    }

    boolean accepts(JsonNode value) {
        return fits.test(value);
    }

    /** Returns what to do about a value that does not fit. */
    String fix(JsonNode value) {
        String end = "_" + value.asText().toUpperCase(Locale.ROOT);
        return words.stream()
                .filter(word -> word.endsWith(end))
                .findFirst()
                .or(() -> Nearest.to(value.asText(), words))
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse("write " + noun + ", or remove it");
    }

    private static boolean isWithin(JsonNode value, long min, long max) {
        BigDecimal number = value.decimalValue();
        return number.compareTo(BigDecimal.valueOf(min)) >= 0
                && number.compareTo(BigDecimal.valueOf(max)) <= 0;
    }

    private static boolean areTexts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).allMatch(JsonNode::isTextual);
    }

    private static boolean isBlank(JsonNode text) {
        return text.textValue().isBlank();
    }
}
