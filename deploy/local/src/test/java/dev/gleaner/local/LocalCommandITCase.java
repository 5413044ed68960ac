package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.FailureKind;
import dev.gleaner.simulator.AcceptedKey;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as {@code deploy/local/run} starts it, with the job that it runs. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LocalCommandITCase {
    private final Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    LocalCommandITCase(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void fortyRecords_endInASummaryAndExitCode0() {
        assertThat(run("--records", "40")).as(err.toString()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("40 records of messages.jsonl are in topic messages")
                .contains("\"enrichment\" : {")
                .containsPattern("records in +40\\R")
                .containsPattern("enriched +40\\R")
                .containsPattern("dead letters +0\\R")
                .containsPattern("each source offset once +yes\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void recordsThatAreAllDeadLetters_areExitCode1() throws Exception {
        Path input = Files.writeString(directory.resolve("in.jsonl"), "{\"other\":1}\n".repeat(3));
        assertThat(run("--input", input.toString())).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("MISSING_FIELD +3 ")
                .containsPattern("each source offset once +yes\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void keyThatIsRefused_isOneLineAndExitCode1() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "wrong");
        try (SimulatorServer strict =
                SimulatorServer.start(
                        SimulatorSettings.defaults().withKey(AcceptedKey.only("right")))) {
            int exitCode =
                    run(
                            "--records",
                            "40",
                            "--endpoint",
                            strict.baseUri().toString(),
                            "--api-key",
                            "file:" + key);
            assertThat(exitCode).isEqualTo(1);
        }
        assertThat(err.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("The job failed: API_KEY_REJECTED: ")
                .endsWith(FailureKind.API_KEY_REJECTED.fix());
    }

    @ParameterizedTest
    @CsvSource({
        "prompt.user, Sort: {{text, is not closed",
        "output.responseSchema, no-such-file.json, no-such-file.json",
        "call.maxAttempts, many, \"many\" is not a whole number"
    })
    void specThatCannotWork_isToldInWordsWithItsLine(String option, String value, String told)
            throws Exception {
        Path spec =
                Files.writeString(
                        directory.resolve("spec.yaml"),
                        SpecText.ofExample("bank-messages")
                                .with("output.responseSchema", Map.of("type", "object"))
                                .with(option, value)
                                .yaml());
        assertThat(run("--spec", spec.toString())).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(spec + ":")
                .contains(option + ": ")
                .contains(told)
                .doesNotContain("Exception");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private int run(String... arguments) {
        LocalRun run =
                new LocalRun(
                        LocalMain::submit,
                        new RunReport(new PrintStream(out, true, StandardCharsets.UTF_8), 0));
        return LocalMain.commandLine(
                        new LocalCommand(
                                run, SpecText.EXAMPLES.resolve("bank-messages"), System.getenv()),
                        new CommandErrors(Path.of("target/local.log")),
                        () -> false)
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
