package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command says and returns before anything is started. */
class LocalCommandTest {
    private final Path examples;
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    LocalCommandTest(@TempDir Path examples) {
        this.examples = examples;
    }

    @BeforeEach
    void writeDefaultInput() throws IOException {
        Files.writeString(examples.resolve("messages.jsonl"), "{}\n{}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--fooo | Unknown option or argument: --fooo (see --help)",
                "--inputt x | Unknown option or argument: --inputt; did you mean --input? (see"
                        + " --help)",
                "stray | Unknown option or argument: stray (see --help)",
                "--records | Missing required parameter for option '--records' (N) (see --help)",
                "--records x | Invalid value for option '--records': 'x' is not an int (see"
                        + " --help)",
                "--records 0 | --records must be from 1 to 2147483647, not 0",
                "--parallelism -1 | --parallelism must be from 1 to 64, not -1",
                "--endpoint https://x | --endpoint and --api-key go together: --api-key is missing",
                "--api-key env:KEY | --endpoint and --api-key go together: --endpoint is missing",
                "--endpoint x --api-key env:KEY | --endpoint must be an https URL (http only to"
                        + " this machine), not x",
                "--endpoint http://example.com --api-key env:KEY"
                        + " | --endpoint must be an https URL (http only to this machine),"
                        + " not http://example.com",
                "--endpoint ftp://x --api-key env:KEY | --endpoint must be an https URL (http only"
                        + " to this machine), not ftp://x",
                "--endpoint https://x --api-key env:NONE"
                        + " | --api-key: the environment variable NONE is not set",
                "--endpoint https://x --api-key file:/none | --api-key: the file cannot be read",
                "--input none.jsonl | none.jsonl does not exist"
            })
    void wrongOption_isOneLineAndExitCodeTwo(String arguments, String line) {
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isEqualTo(line + System.lineSeparator());
    }

    @Test
    void keyInPlaceOfItsReference_isNotRepeated() {
        assertThat(execute("--endpoint", "https://x", "--api-key", "sk-secret")).isEqualTo(2);
        assertThat(err.toString()).contains("never the key itself").doesNotContain("sk-secret");
    }

    @Test
    void keyAfterAMistypedOption_isNotRepeated() {
        assertThat(execute("--apikey", "sk-secret")).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("sk-secret");
    }

    @Test
    void goodOptions_leadToTheSpec() {
        assertThat(execute("--endpoint", "https://x", "--api-key", "env:KEY", "--records", "1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("spec.yaml");
    }

    @Test
    void help_namesEveryOption() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString())
                .contains("--spec", "--input", "--records", "--endpoint", "--api-key")
                .contains("--parallelism", "--keep-running", "--help", "--version");
    }

    @Test
    void version_isTheBuilds() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).matches("gleaner \\d+\\.\\d+\\.\\d+.*\\R");
    }

    private int execute(String... arguments) {
        RunReport report =
                new RunReport(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        0);
        LocalRun run =
                new LocalRun(
                        (environment, spec) -> {
                            throw new AssertionError("nothing is to be started");
                        },
                        report);
        return LocalMain.commandLine(
                        new LocalCommand(run, examples, Map.of("KEY", "sk-secret")),
                        new CommandErrors(Path.of("local.log")),
                        () -> false)
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }
}
