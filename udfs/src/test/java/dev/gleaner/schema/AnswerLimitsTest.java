package dev.gleaner.schema;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerLimitsTest {

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
