package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecFilesTest {

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> SpecLoader.load(file, name -> null))
                .isInstanceOf(SpecException.class)
                .hasMessage(message);
    }

    private static Path spec(Path folder, String text, String replacement) throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), Specs.minimal(text, replacement));
    }

    @Test
    void missingSpec_isOneProblem(@TempDir Path folder) {
        Path file = folder.resolve("absent.yaml");

        assertRefused(file, file + ": the file " + file + " does not exist; name the spec's file");
    }

    @Test
    void folderAsSpec_isOneProblem(@TempDir Path folder) {
        assertRefused(
                folder,
                folder
                        + ": the file "
                        + folder
                        + " cannot be read (it is a folder); name the spec's file");
    }

    @Test
    void specThatIsNotUtf8_isOneProblem(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.write(file, "name: Gespräch".getBytes(StandardCharsets.ISO_8859_1));

        assertRefused(file, file + ": the file " + file + " is not UTF-8; name the spec's file");
    }

    @Test
    void byteOrderMarks_areNoPartOfTheSpecAndItsFiles(@TempDir Path folder) throws Exception {
        Path file = spec(folder, "\"{{record}}\"", "{file: user.txt}");
        Files.writeString(file, "\uFEFF" + Files.readString(file));
        Files.writeString(folder.resolve("user.txt"), "\uFEFFSay {{record}}");

        assertThat(SpecLoader.load(file, name -> null).enrichment().prompt().user())
                .isEqualTo("Say {{record}}");
    }

    @Test
    void missingPrompt_isNamedAsResolved(@TempDir Path folder) throws IOException {
        Path file = spec(folder, "\"{{record}}\"", "{file: prompts/../user.txt}");

        assertRefused(
                file,
                file
                        + ":10: prompt.user: the file "
                        + folder.resolve("user.txt")
                        + " does not exist; relative paths begin at "
                        + folder);
    }

    @Test
    void endlessFile_isRefused(@TempDir Path folder) throws IOException {
        Path file = spec(folder, "\"{{record}}\"", "{file: /dev/zero}");

        assertRefused(
                file,
                file
                        + ":10: prompt.user: the file /dev/zero is longer than 2 MB; relative paths"
                        + " begin at "
                        + folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    schema.yaml | 'type: STRING\ntype: STRING' | :2: type: already given in line 1; keep one
                    schema.yaml | 'a: *b'           | :1: is not YAML: found undefined alias b; correct the syntax
                    schema.yaml | '[1]'             | :1: is not an object; write keys and values
                    schema.json | '[1]'             | :1: is not an object; write keys and values
                    schema.json | '{"a":1,\n"a":2}' | :2: is not JSON: Duplicate field 'a'; correct the syntax
                    """)
    void badSchemaFile_isAProblemInThatFile(
            String name, String text, String message, @TempDir Path folder) throws IOException {
        Path file = spec(folder, "{type: STRING}", name);
        Path schema = Files.writeString(folder.resolve(name), text);

        assertRefused(file, schema + message);
    }

    @Test
    void problems_comeInTheOrderOfTheirLines(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "[1]");
        Path file = spec(folder, "{type: STRING}", "a.yaml\nname: tiny\nasync: {capacity: x}");

        assertThatThrownBy(() -> SpecLoader.load(file, name -> null))
                .isInstanceOfSatisfying(
                        SpecException.class,
                        e ->
                                assertThat(e.problems())
                                        .extracting(Problem::line)
                                        .containsExactly(13, 14, 1));
    }

    @Test
    void emptySchemaFile_isAProblem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "# nothing yet\n");
        Path file = spec(folder, "{type: STRING}", "a.yaml");

        assertRefused(
                file,
                file
                        + ":12: output.responseSchema: says nothing of the answer;"
                        + " describe it, or set output.mode: json");
    }
}
