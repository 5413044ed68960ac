package dev.gleaner.schema;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerJsonTest {

    private static final String FENCE = "```";

    private final AnswerValidator any = AnswerValidator.jsonOnly();

    @Test
    void check_numbers_areNotRewritten() {
        String text = "{\"a\": 1.10, \"b\":1e3,\"c\":123456789012345678901234567890.0}";
        assertValid(any.check("\n " + text + "\r\n\t"), text);
    }

    @Test
    void check_valid_carriesTheTree() {
        assertThat(any.check("{\"a\":[1]}"))
                .asInstanceOf(type(AnswerCheck.Valid.class))
                .extracting(valid -> valid.node().at("/a/0").intValue())
                .isEqualTo(1);
    }

    static Stream<String> fenced() {
        return Stream.of(
                FENCE + "json\n{\"a\":1}\n" + FENCE,
                FENCE + "\n{\"a\":1}\n" + FENCE + "\n\n",
                "  " + FENCE + "JSON {\"a\":1}" + FENCE,
                FENCE + "json\r\n{\"a\":1}\r\n" + FENCE,
                FENCE + "{\"a\":1}" + FENCE,
                FENCE + "json\n{\"a\":1}");
    }

    @ParameterizedTest
    @MethodSource("fenced")
    void check_fenced_isUnfenced(String text) {
        assertValid(any.check(text), "{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"```", "``````", "```json", "```json\n```", "``` ```", "", " \n"})
    void check_nothing_isEmpty(String text) {
        assertThat(any.check(text)).isEqualTo(new AnswerCheck.NotJson("the answer is empty"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"secret\":1} {\"secret\":2}|something follows the JSON document",
                "{\"secret\":1}}|not JSON",
                "{\"secret\":1,\"secret\":1}|a property is there twice, at character",
                "{\"x\":{\"secret\":1,\"y\":{},\"secret\":2}}|a property is there twice",
                "{\"secret\":\"secret|the JSON ends too early",
                "[1,|the JSON ends too early",
                "secret|not JSON, at character",
                "Sure, the secret is {}|not JSON",
                "{secret:1}|not JSON, at character",
                "{'secret':1}|not JSON",
                "[1,]|not JSON",
                "[NaN]|not JSON",
                "{} // secret|not JSON",
            })
    void check_notOneDocument_saysWhyWithoutTheText(String text, String reason) {
        assertThat(any.check(text))
                .asInstanceOf(type(AnswerCheck.NotJson.class))
                .satisfies(
                        notJson ->
                                assertThat(notJson.reason())
                                        .startsWith(reason)
                                        .doesNotContain("secret")
                                        .hasSizeLessThan(120));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "```["})
    @Timeout(value = 10, unit = SECONDS)
    void check_nestedDeeply_isNotJson(String open) {
        assertThat(any.check(open.repeat(300_000))).isInstanceOf(AnswerCheck.NotJson.class);
    }

    @Test
    void check_nestedTooDeeplyButClosed_saysSo() {
        assertThat(any.check("[".repeat(1_001) + "]".repeat(1_001)))
                .asInstanceOf(type(AnswerCheck.NotJson.class))
                .satisfies(notJson -> assertThat(notJson.reason()).contains("nested too deeply"));
    }

    private static void assertValid(AnswerCheck check, String json) {
        assertThat(check)
                .asInstanceOf(type(AnswerCheck.Valid.class))
                .extracting(AnswerCheck.Valid::json)
                .isEqualTo(json);
    }
}
