package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    private final Path directory;

    JsonLinesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void objects_areCountedAndGivenAsTheyStand() throws Exception {
        JsonLines lines = lines("{\"a\": 1}\n\n { \"b\" : \"ü\" }\n", null);
        List<String> given = new ArrayList<>();
        lines.forEach(given::add);
        assertThat(lines.check()).isEqualTo(2);
        assertThat(given).containsExactly("{\"a\": 1}", " { \"b\" : \"ü\" }");
    }

    @Test
    void byteOrderMark_isNoPartOfTheFirstRecord() throws Exception {
        JsonLines lines = lines("\uFEFF{\"a\":1}\n{}\n", null);
        List<String> given = new ArrayList<>();
        lines.forEach(given::add);
        assertThat(lines.check()).isEqualTo(2);
        assertThat(given).containsExactly("{\"a\":1}", "{}");
    }

    @Test
    void limit_leavesTheRestUnread() throws Exception {
        JsonLines lines = lines("{}\n{}\nno json\n", 2);
        List<String> given = new ArrayList<>();
        lines.forEach(given::add);
        assertThat(lines.check()).isEqualTo(2);
        assertThat(given).hasSize(2);
    }

    @Test
    void limitBeyondTheEnd_isRefused() throws IOException {
        assertRefused(lines("{}\n{}\n", 3), "--records 3: %s holds only 2");
    }

    @Test
    void missingFile_isNamed() {
        Path file = directory.resolve("missing.jsonl");
        assertThatThrownBy(() -> new JsonLines(file, null).check())
                .isInstanceOf(InputException.class)
                .hasMessage(file + " does not exist");
    }

    @Test
    void directory_isRefused() {
        assertThatThrownBy(() -> new JsonLines(directory, null).check())
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(directory + " cannot be read");
    }

    @Test
    void emptyFile_isRefused() throws IOException {
        assertRefused(lines("\n  \n", null), "%s holds no records");
    }

    @Test
    void lineThatIsNoJson_isNamedByNumber() throws IOException {
        assertThatThrownBy(() -> lines("{}\n\n{\"a\":}\n", null).check())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 3: no JSON: Unexpected character")
                .hasMessageNotContaining("\n");
    }

    @Test
    void lineOfTwoObjects_isRefused() throws IOException {
        assertThatThrownBy(() -> lines("{} {}\n", null).check())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 1: no JSON");
    }

    @Test
    void lineOfAnArray_isRefused() throws IOException {
        assertRefused(lines("[1]\n", null), "%s, line 1: a JSON object is needed, not an array");
    }

    @Test
    void bytesThatAreNoUtf8_areRefused() throws IOException {
        Path file = directory.resolve("latin1.jsonl");
        Files.write(file, "{\"a\":\"ü\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(new JsonLines(file, null), "%s is not UTF-8 text (after line 0)");
    }

    private static void assertRefused(JsonLines lines, String message) {
        assertThatThrownBy(lines::check)
                .isInstanceOf(InputException.class)
                .hasMessage(message.formatted(lines.file()));
    }

    private JsonLines lines(String text, @Nullable Integer limit) throws IOException {
        return new JsonLines(Files.writeString(directory.resolve("in.jsonl"), text), limit);
    }
}
