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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {
    private final Path directory;

    JsonRecordsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void objects_areCountedAndGivenAsTheyStand() throws Exception {
        JsonRecords lines = lines("{\"a\": 1}\n\n { \"b\" : \"ü\" }\n", null);
        List<String> given = new ArrayList<>();
        lines.forEach(given::add);
        assertThat(lines.check()).isEqualTo(2);
        assertThat(given).containsExactly("{\"a\": 1}", "{ \"b\" : \"ü\" }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1.50},{\"b\":[{}, {}]}]",
                " [\n  {\"a\":1.50},\r\n\r\n  {\"b\":[{}, {}]}\n]\n",
                "{\"a\":1.50} {\"b\":[{}, {}]}",
                "{\"a\":1.50}{\"b\":[{}, {}]}",
                "[{\"a\":1.50}]\n[]\n[{\"b\":[{}, {}]}]",
                "\uFEFF[{\"a\":1.50},{\"b\":[{}, {}]}]",
            })
    void objectsOfArraysAndOneAfterTheOther_areRecords(String text) throws Exception {
        JsonRecords records = lines(text, null);
        List<String> given = new ArrayList<>();
        records.forEach(given::add);
        assertThat(records.check()).isEqualTo(2);
        assertThat(given).containsExactly("{\"a\":1.50}", "{\"b\":[{}, {}]}");
    }

    @Test
    void objectsOverSeveralLines_areGivenAsTheyStand() throws Exception {
        String first = "{\n  \"a\": \"ü\uD83D\uDE00\",\n  \"b\": {}\n}";
        String second = "{\n  \"a\": \"%s\"\n}".formatted("é".repeat(20_000));
        JsonRecords records = lines(first + "\n" + second + "\n" + first, null);
        List<String> given = new ArrayList<>();
        records.forEach(given::add);
        assertThat(records.check()).isEqualTo(3);
        assertThat(given).containsExactly(first, second, first);
    }

    @Test
    void limit_leavesTheRestOfAnArrayUnread() throws Exception {
        assertThat(lines("[{},\n{},\nno json", 2).check()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{},~ 1] | line 2: a JSON object is needed, not a number",
                "[{},~ [{}]] | line 2: a JSON object is needed, not an array",
                "[{},~ null] | line 2: a JSON object is needed, not null",
                "[{}~ {}] | line 2: no JSON: Unexpected character ('{'",
                "[{},~{} | line 2: no JSON: Unexpected end-of-input",
                "{~'a': {},~'b'~} | line 4, in the object that begins on line 1: no JSON: Unexp",
                "{'a':1~{'a':2} | line 2, in the object that begins on line 1: no JSON: Unexp",
                "{}~'a' | line 2: a JSON object is needed, not a string",
                "{}~a,b | line 2: no JSON: Unrecognized token 'a'",
            })
    void whatIsNoObject_isRefusedWithItsLine(String text, String message) {
        assertThatThrownBy(() -> lines(text.replace('~', '\n').replace('\'', '"'), null).check())
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(directory.resolve("in.jsonl") + ", " + message);
    }

    @Test
    void byteOrderMark_isNoPartOfTheFirstRecord() throws Exception {
        JsonRecords lines = lines("\uFEFF{\"a\":1}\n{}\n", null);
        List<String> given = new ArrayList<>();
        lines.forEach(given::add);
        assertThat(lines.check()).isEqualTo(2);
        assertThat(given).containsExactly("{\"a\":1}", "{}");
    }

    @Test
    void limit_leavesTheRestUnread() throws Exception {
        JsonRecords lines = lines("{}\n{}\nno json\n", 2);
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
        assertThatThrownBy(() -> new JsonRecords(file, null).check())
                .isInstanceOf(InputException.class)
                .hasMessage(file + " does not exist");
    }

    @Test
    void directory_isRefused() {
        assertThatThrownBy(() -> new JsonRecords(directory, null).check())
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
    void bytesThatAreNoUtf8_areRefused() throws IOException {
        Path file = directory.resolve("latin1.jsonl");
        Files.write(file, "{\"a\":\"ü\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(new JsonRecords(file, null), "%s is not UTF-8 text (after line 0)");
    }

    private static void assertRefused(JsonRecords lines, String message) {
        assertThatThrownBy(lines::check)
                .isInstanceOf(InputException.class)
                .hasMessage(message.formatted(lines.file()));
    }

    private JsonRecords lines(String text, @Nullable Integer limit) throws IOException {
        return new JsonRecords(Files.writeString(directory.resolve("in.jsonl"), text), limit);
    }
}
