package dev.gleaner.schema;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.networknt.schema.format.Format;
import com.networknt.schema.format.Formats;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerLimitsTest {
    private static final List<String> UNITS =
            List.of("@", "a", "1", " ", ": ", "-", "/", "~0", "{a}", "a.", "a:", "[", "é.", "((");

    @ParameterizedTest
    @ValueSource(strings = {"{\"enum\":[1]}", "{\"multipleOf\":2}", "{\"type\":\"integer\"}"})
    void check_numberBeyondDouble_isAViolation(String schema) {
        AnswerValidator validator = AnswerValidator.forSchema(schema);
        for (String number : new String[] {"1e400", "-1e400", "1e999999999"}) {
            assertThat(validator.check(number)).isInstanceOf(AnswerCheck.Invalid.class);
        }
    }

    @Test
    void check_manyViolations_areBounded() {
        String values =
                IntStream.range(0, 500)
                        .mapToObj(i -> "\"allowed " + i + "\"")
                        .collect(Collectors.joining(","));
        AnswerValidator validator =
                AnswerValidator.forSchema("{\"additionalProperties\":{\"enum\":[" + values + "]}}");
        String answer =
                IntStream.range(0, 500)
                        .mapToObj(i -> "\"" + "name".repeat(100) + i + "\":1")
                        .collect(Collectors.joining(",", "{", "}"));
        assertThat(validator.check(answer))
                .asInstanceOf(type(AnswerCheck.Invalid.class))
                .satisfies(
                        invalid ->
                                assertThat(invalid.violations())
                                        .hasSizeBetween(1, 10)
                                        .allMatch(v -> v.toString().length() <= 200));
    }

    @Test
    @Timeout(value = 10, unit = SECONDS)
    void check_megabyteOfWrongItems_isBounded() {
        AnswerValidator validator =
                AnswerValidator.forSchema(
                        "{\"items\":{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":5}]},"
                                + "\"uniqueItems\":true}");
        String answer = "[" + "1,".repeat(500_000) + "1]";
        assertThat(validator.check(answer))
                .asInstanceOf(type(AnswerCheck.Invalid.class))
                .satisfies(invalid -> assertThat(invalid.violations()).hasSize(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"anyOf\":[{\"items\":{\"type\":\"string\"}},{\"items\":{\"type\":\"integer\"}}]}",
                "{\"oneOf\":[{\"items\":{\"type\":\"string\"}},{\"items\":{\"type\":\"integer\"}}]}",
                "{\"not\":{\"items\":{\"type\":\"string\"}}}",
                "{\"if\":{\"items\":{\"type\":\"string\"}},\"then\":false}",
                "{\"contains\":{\"const\":199}}"
            })
    void check_alternativeFailsManyTimes_isStillValid(String schema) {
        String answer =
                IntStream.range(0, 200)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "[", "]"));
        assertValid(AnswerValidator.forSchema(schema).check(answer), answer);
    }

    @Test
    void check_fromManyThreads_mixesNothingUp() {
        AnswerValidator validator =
                AnswerValidator.forSchema("{\"required\":[\"a\"],\"maxProperties\":1}");
        assertThat(IntStream.range(0, 20_000).parallel())
                .allMatch(
                        i -> {
                            String answer = "{\"" + (i % 2 == 0 ? "a" : "b") + "\":" + i + "}";
                            return i % 2 == 0
                                    ? validator.check(answer) instanceof AnswerCheck.Valid valid
                                            && valid.json().equals(answer)
                                    : validator.check(answer) instanceof AnswerCheck.Invalid invalid
                                            && invalid.violations().size() == 1;
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$", "^(a|aa)*$", "a.*a.*a.*b", "(x|a)*b"})
    @Timeout(value = 10, unit = SECONDS)
    void check_patternThatBacktracks_givesUp(String pattern) {
        AnswerValidator validator = AnswerValidator.forSchema("{\"pattern\":\"" + pattern + "\"}");
        assertThat(validator.check("\"" + "a".repeat(1_000_000) + "!\""))
                .isInstanceOf(AnswerCheck.Invalid.class);
    }

    /** Each format is asked about long texts that most expressions half match. */
    @ParameterizedTest
    @MethodSource("formats")
    @Timeout(value = 60, unit = SECONDS)
    void check_longTextOfAnyFormat_isBounded(String format) {
        AnswerValidator validator = AnswerValidator.forSchema("{\"format\":\"" + format + "\"}");
        for (String unit : UNITS) {
            for (String end : List.of(" ", "!", ";x", "")) {
                validator.check("\"" + unit.repeat(40_000 / unit.length()) + end + "\"");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    @Timeout(value = 60, unit = SECONDS)
    void check_manyTextsOfAnyFormat_areBounded(String format) {
        AnswerValidator validator =
                AnswerValidator.forSchema("{\"items\":{\"format\":\"" + format + "\"}}");
        for (String unit : UNITS) {
            for (int length : List.of(40, 250, 2_000)) {
                String text = "\"" + unit.repeat(length / unit.length()) + ";\"";
                String answer = "[" + (text + ",").repeat(60_000 / length) + text + "]";
                validator.check(answer);
            }
        }
    }

    private static Stream<String> formats() {
        return Formats.DEFAULT.stream().map(Format::getName);
    }

    @ParameterizedTest
    @CsvSource({"hostname, 253", "idn-hostname, 253"})
    void check_textLongerThanItsFormatAllows_isAViolation(String format, int longest) {
        AnswerValidator validator = AnswerValidator.forSchema("{\"format\":\"" + format + "\"}");
        String host = "a." + "b".repeat(50) + ("." + "c".repeat(49)).repeat(longest / 50);
        assertThat(validator.check("\"" + host + "\"")).isInstanceOf(AnswerCheck.Invalid.class);
    }

    @Test
    void check_thousandsOfAddresses_areValid() {
        AnswerValidator validator =
                AnswerValidator.forSchema(
                        "{\"items\":{\"properties\":{\"mail\":{\"format\":\"email\"},"
                            + "\"at\":{\"format\":\"date-time\"},\"usd\":{\"multipleOf\":0.01}}},"
                            + "\"uniqueItems\":true}");
        String answer =
                IntStream.range(0, 5_000)
                        .mapToObj(
                                i ->
                                        ("{\"mail\":\"first.last%d@mail.example.com\",\"usd\":%d.25,"
                                             + "\"at\":\"2026-12-01T01:02:03Z\"}")
                                                .formatted(i, i))
                        .collect(Collectors.joining(",", "[", "]"));
        assertValid(validator.check(answer), answer);
    }

    @Test
    @Timeout(value = 10, unit = SECONDS)
    void check_manyTextsWhosePatternBacktracks_spendOneBudget() {
        AnswerValidator validator =
                AnswerValidator.forSchema("{\"items\":{\"pattern\":\"a.*a.*a.*a.*b\"}}");
        String text = "\"" + "a".repeat(100) + "!\"";
        assertThat(validator.check("[" + (text + ",").repeat(1_000) + text + "]"))
                .asInstanceOf(type(AnswerCheck.Invalid.class))
                .satisfies(
                        invalid ->
                                assertThat(invalid.summary()).contains("a.*a.*a.*a.*b", "stopped"));
        String next = "[\"aaaab\"]";
        assertValid(validator.check(next), next);
    }

    @Test
    void check_patternUnderNotThatGivesUp_isAViolation() {
        AnswerValidator validator =
                AnswerValidator.forSchema("{\"not\":{\"pattern\":\"a.*a.*a.*a.*b\"}}");
        assertThat(validator.check("\"" + "a".repeat(400) + "!\""))
                .isInstanceOf(AnswerCheck.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anyOf", "oneOf"})
    @Timeout(value = 20, unit = SECONDS)
    void check_alternativesWithinAlternatives_areBounded(String keyword) {
        String branch =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"}},"
                        + "\"required\":[\"%s\"]}";
        AnswerValidator validator =
                AnswerValidator.forSchema(
                        "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"%s\":[%s,%s]}}}"
                                .formatted(keyword, branch.formatted("x"), branch.formatted("y")));
        assertThat(validator.check("{\"a\":".repeat(60) + "1" + "}".repeat(60)))
                .asInstanceOf(type(AnswerCheck.Invalid.class))
                .satisfies(
                        invalid -> assertThat(invalid.summary()).contains("schema's alternatives"));
    }

    @Test
    @Timeout(value = 10, unit = SECONDS)
    void check_itemsOfOneHashCode_areBounded() {
        AnswerValidator validator = AnswerValidator.forSchema("{\"uniqueItems\":true}");
        String pairs =
                IntStream.range(0, 40_000)
                        .mapToObj(i -> "[" + i + "," + (10_000_000 - 31 * i) + "]")
                        .collect(Collectors.joining(",", "[", "]"));
        assertValid(validator.check(pairs), pairs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2, 1]|false",
                "[{\"a\":1,\"b\":[]}, {\"b\":[],\"a\":1}]|false",
                "[1, \"1\", true, \"true\", null, [1], [[1]]]|true",
                "[]|true",
                "{\"a\":1,\"b\":1}|true"
            })
    void check_uniqueItems_comparesValues(String answer, boolean valid) {
        assertThat(AnswerValidator.forSchema("{\"uniqueItems\":true}").check(answer))
                .isInstanceOf(valid ? AnswerCheck.Valid.class : AnswerCheck.Invalid.class);
    }

    @Test
    @Timeout(value = 20, unit = SECONDS)
    void check_multiplesOfHugeNumbers_areBounded() {
        AnswerValidator validator =
                AnswerValidator.forSchema("{\"items\":{\"multipleOf\":0.0001}}");
        assertThat(validator.check("[" + "1e300,".repeat(500_000) + "1]"))
                .asInstanceOf(type(AnswerCheck.Invalid.class))
                .satisfies(invalid -> assertThat(invalid.summary()).contains("multipleOf"));
    }

    @Test
    @Timeout(value = 10, unit = SECONDS)
    void check_megabyteOfText_isBounded() {
        AnswerValidator validator =
                AnswerValidator.forSchema("{\"type\":\"string\",\"pattern\":\"^[a-z ]+$\"}");
        String answer = "\"" + "word ".repeat(200_000) + "\"";
        assertValid(validator.check(answer), answer);
    }

    @Test
    void check_allAlternativesFailManyTimes_isInvalid() {
        AnswerValidator validator =
                AnswerValidator.forSchema(
                        "{\"anyOf\":[{\"items\":{\"type\":\"string\"}},"
                                + "{\"items\":{\"type\":\"boolean\"}}]}");
        assertThat(validator.check("[" + "1,".repeat(200) + "1]"))
                .isInstanceOf(AnswerCheck.Invalid.class);
    }

    private static void assertValid(AnswerCheck check, String json) {
        assertThat(check)
                .asInstanceOf(type(AnswerCheck.Valid.class))
                .extracting(AnswerCheck.Valid::json)
                .isEqualTo(json);
    }
}
