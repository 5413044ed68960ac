package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyReferenceTest {
    private final Path folder;

    ApiKeyReferenceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "env:",
                "file:",
                "env:a b",
                "env:AIzaSyPastedByMistake",
                "AIzaSyPastedByMistake",
                "ENV:X",
                "vault:X",
                "file:  ",
                "env:sk-pasted"
            })
    void textThatIsNoReference_isRefusedWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyReference.parse(text))
                .withMessageContaining("env:NAME or file:PATH")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainIgnoringCase("pasted"));
    }

    @Test
    void variable_isResolvedWithoutItsLineEnd() {
        ApiKeyReference reference = ApiKeyReference.parse("env:KEY");

        assertThat(reference.resolve(Map.of("KEY", "k3y\r\n")::get)).isEqualTo("k3y");
        assertThat(reference).hasToString("env:KEY");
    }

    @Test
    void file_isResolvedWithoutItsLineEnd() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "k3y\n");

        assertThat(ApiKeyReference.parse("file:" + file).resolve(name -> null)).isEqualTo("k3y");
    }

    @Test
    void byteOrderMarkOfAFile_isNoPartOfTheKey() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "\uFEFFk3y\r\n");

        assertThat(ApiKeyReference.parse("file:" + file).resolve(name -> null)).isEqualTo("k3y");
    }

    @Test
    void missingVariable_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyReference.parse("env:KEY").resolve(name -> null))
                .withMessage("model.apiKey: env:KEY is not set in this process' environment");
    }

    @Test
    void missingFile_isNamed() {
        Path file = folder.resolve("none");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyReference.parse("file:" + file).resolve(name -> null))
                .withMessage("model.apiKey: file:" + file + " does not exist on this machine");
    }

    @Test
    void folderOrHugeFile_isRefused() throws IOException {
        Path huge = Files.writeString(folder.resolve("huge"), "k".repeat(10_000));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyReference.parse("file:" + folder).resolve(name -> null))
                .withMessageContaining("cannot be read");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyReference.parse("file:" + huge).resolve(name -> null))
                .withMessageContaining("longer than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"secret\nsecret", "secret secret", "secret\u0007", "sécret", "\"\u00A0\""})
    void keyThatFitsNoHeader_isRefusedWithoutShowingIt(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyReference.parse("env:KEY").resolve(name -> key))
                .withMessageContaining("characters no API key has")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("cret"));
    }

    @Test
    void blankKey_isEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyReference.parse("env:KEY").resolve(name -> " \n"))
                .withMessage("model.apiKey: env:KEY is empty");
    }
}
