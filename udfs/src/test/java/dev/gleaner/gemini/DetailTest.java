package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetailTest {
    private final Detail detail = new Detail(new ApiKeys("the-configured-key"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the-configured-key",
                "AIzaSyA-bcdefghij_klmnop",
                "AQ.Ab8RN6Lsecondgeneration",
                "ya29.a0AfH6SMBx",
                "sk-abcdefghijklmnop",
                "Bearer abcdefgh.ijk"
            })
    void keyOfAnyKind_isMasked(String key) {
        assertThat(detail.line("denied: " + key + ", sorry")).isEqualTo("denied: ***, sorry");
    }

    @Test
    void keyAtTheCut_isMaskedBeforeItIsCut() {
        String line = detail.line("x".repeat(1_190) + " the-configured-key " + "y".repeat(500));

        assertThat(line).doesNotContain("the-c").hasSize(300);
    }

    @Test
    void controlCharacters_becomeOneSpace() {
        assertThat(detail.line(" a\r\n\tb\u0000\u2028\u202Ec\u001B[31m\ud800d"))
                .isEqualTo("a b c [31m d");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    Bad value at 'x', "Mr Smith" here  | Bad value at 'x', "…" here
                    Bad value "Mr Smith                | Bad value "…"
                    Bad value `Mr Smith`.              | Bad value "…".
                    Bad value "Mr \\"Bob\\" Smith" here | Bad value "…" here
                    Bad 'a.b[0].c_d', 'Mr Smith' here  | Bad 'a.b[0].c_d', "…" here
                    Bad 'Mr Smith's "dogs' ears' here  | Bad "…" here
                    Bad b'Mr Smith                     | Bad b"…"
                    It can't, the models' limit is 'x' | It can't, the models' limit is 'x'
                    """)
    void quotedContent_isLeftOut(String message, String expected) {
        assertThat(Detail.withoutContent(message)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "`"})
    void longQuotation_isLeftOutToItsEnd(String quote) {
        String content = "Mr Smith's \u2028 \\\\ ".repeat(4_000);

        assertThat(Detail.withoutContent("Bad " + quote + content + quote + " here"))
                .isEqualTo("Bad \"…\" here");
        assertThat(Detail.withoutContent("Bad " + quote + content)).isEqualTo("Bad \"…\"");
    }

    @Test
    void contentBehindTheFirstLineOrFarBehind_isLeftOut() {
        assertThat(Detail.withoutContent("Unexpected token.\nMr Smith"))
                .isEqualTo("Unexpected token.");
        assertThat(Detail.withoutContent("x".repeat(500))).hasSize(120).endsWith("…");
    }

    @Test
    void cut_doesNotSplitACharacter() {
        assertThat(Detail.cut("ab\uD83D\uDE00cd", 4)).isEqualTo("ab…");
    }
}
