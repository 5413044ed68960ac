package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandErrorsTest {

    @Test
    void whatTheUserCanActOn_isSaidInWords() {
        assertThat(told(new IllegalArgumentException("sink.topic: does not exist")))
                .containsExactly("sink.topic: does not exist", "log: run.log");
    }

    @Test
    void defect_isNamedByItsType() {
        assertThat(told(new IllegalStateException("no port")))
                .containsExactly("java.lang.IllegalStateException: no port", "log: run.log");
    }

    private static Iterable<String> told(Exception error) {
        StringWriter err = new StringWriter();
        int exitCode =
                new CommandLine(CommandLine.Model.CommandSpec.create())
                        .setErr(new PrintWriter(err, true))
                        .setExecutionStrategy(
                                parsed -> {
                                    throw new CommandLine.ExecutionException(
                                            parsed.commandSpec().commandLine(), "", error);
                                })
                        .setExecutionExceptionHandler(
                                (thrown, command, parsed) ->
                                        new CommandErrors(Path.of("run.log"))
                                                .handleExecutionException(error, command, parsed))
                        .execute();
        assertThat(exitCode).isEqualTo(1);
        return err.toString().lines().toList();
    }
}
