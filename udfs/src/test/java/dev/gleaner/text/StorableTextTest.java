package dev.gleaner.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "é", "😀", "a😀b", "\uFFFD", "\uFFFF", "\u0001"})
    void textThatCanBeStored_isTheSame(String text) {
        assertThat(StorableText.of(text)).isSameAs(text);
        assertThat(StorableText.ofJson(text)).isSameAs(text);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(StorableText.ofJson(utf8)).isEqualTo(utf8);
    }

    @ParameterizedTest
    @CsvSource({
        "a\0b, a\uFFFDb",
        "\uD83D, \uFFFD",
        "\uDE00\uD83D, \uFFFD\uFFFD",
        "\uD83D\uD83D\uDE00\uDE00, \uFFFD😀\uFFFD",
        "\uD83Dx\uDE00, \uFFFDx\uFFFD"
    })
    void nulAndHalvesOfPairs_areReplaced(String text, String storable) {
        assertThat(StorableText.of(text)).isEqualTo(storable).hasSameSizeAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "\\ud83d, \\ufffd",
        "\\uD83D\\uDE00, \\uD83D\\uDE00",
        "\\ude00\\ud83d, \\ufffd\\ufffd",
        "\\ud83d\\ud83d\\ude00, \\ufffd\\ud83d\\ude00",
        "\\ud83dx\\ude00, \\ufffdx\\ufffd",
        "\\u0000, \\ufffd",
        "\\u00000, \\ufffd0",
        "\\\\u0000, \\\\u0000",
        "\\\\\\u0000, \\\\\\ufffd",
        "\\n\\\"\\u0000, \\n\\\"\\ufffd",
        "\\u00e9\\uffff, \\u00e9\\uffff",
        "\\ud83, \\ud83",
        "\\ud83d\\, \\ufffd\\",
        "\\, \\",
        "\\u, \\u",
        "\\uzzzz, \\uzzzz",
        "é\\u0000\uD83D, é\\ufffd\uFFFD"
    })
    void escapesOfThem_areReplacedInJson(String json, String storable) {
        assertThat(StorableText.ofJson(json)).isEqualTo(storable);
        assertThat(StorableText.ofJson(json.replace("\uD83D", "").getBytes(StandardCharsets.UTF_8)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(json.contains("\uD83D") ? storable.replace("\uFFFD", "") : storable);
    }

    @Test
    void bytesThatAreNoUtf8_areReplaced() {
        byte[] half = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0xBD, '"'};
        String text = new String(StorableText.ofJson(half), StandardCharsets.UTF_8);
        assertThat(text).matches("\"\uFFFD+\"");
        byte[] overlong = {'"', (byte) 0xC0, (byte) 0x80, '"'};
        assertThat(new String(StorableText.ofJson(overlong), StandardCharsets.UTF_8))
                .matches("\"\uFFFD+\"");
    }
}
