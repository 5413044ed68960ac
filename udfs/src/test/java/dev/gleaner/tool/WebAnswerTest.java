package dev.gleaner.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAnswerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            textBlock =
                    """
                    application/json;charset=utf-8 | {"a":1.10} | {"a":1.10}
                    application/hal+json | {"a":1}        | {"a":1}
                    APPLICATION/JSON     | [1,2]          | [1,2]
                    application/json     | null           | null
                    -                    | {"a":1}        | {"a":1}
                    -                    | hello          | {"text":"hello"}
                    application/json     | {"a":          | {"text":"{\\"a\\":"}
                    application/json     | {} {}          | {"text":"{} {}"}
                    application/json     | ~~             | {"text":""}
                    text/plain           | {"a":1}        | {"text":"{\\"a\\":1}"}
                    text/html            | <p>            | {"text":"<p>"}
                    """)
    void json_isHandedOverAndOtherTextAsText(@Nullable String type, String body, String json)
            throws Exception {
        assertThat(answer(200, type, body.getBytes(StandardCharsets.UTF_8), false).json())
                .hasToString(json);
    }

    @Test
    void cutJson_isCutText() throws Exception {
        byte[] body = "{\"a\":\"ü".getBytes(StandardCharsets.UTF_8);
        byte[] half = java.util.Arrays.copyOf(body, body.length - 1);

        assertThat(answer(200, "application/json", half, true).json())
                .hasToString("{\"text\":\"{\\\"a\\\":\\\"\",\"truncated\":true}");
    }

    @Test
    void charset_isMinded() throws Exception {
        byte[] latin = "ü".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(answer(200, "text/plain; charset=ISO-8859-1", latin, false).json())
                .hasToString("{\"text\":\"ü\"}");
        assertThat(answer(200, "text/plain; charset=x-none", latin, false).json())
                .hasToString("{\"text\":\"\uFFFD\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 500, 503, 100})
    void statusThatIsNoSuccess_isAnErrorWithoutTheBody(int status) {
        assertThatThrownBy(() -> answer(status, "text/plain", new byte[] {'x'}, false).json())
                .isInstanceOf(ToolFailureException.class)
                .hasMessage("HTTP " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/octet-stream", "application/pdf"})
    void whatIsNoText_isAnError(String type) {
        assertThatThrownBy(() -> answer(200, type, new byte[] {1}, false).json())
                .hasMessage("the answer is not text");
    }

    private static WebAnswer answer(int status, @Nullable String type, byte[] body, boolean cut) {
        return new WebAnswer(status, type, body, cut);
    }
}
