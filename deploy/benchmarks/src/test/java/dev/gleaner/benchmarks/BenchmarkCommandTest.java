package dev.gleaner.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BenchmarkCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = BenchmarkMain.commandLine(Path.of("."));
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    @Test
    void help_namesEveryLoad() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("cpu, latency, cold-start, slots, slot-change, quota, outage, errors,")
                .contains("heap, tls, tls-http2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--only=cpuu", "--contenders=a,g", "--delivery=twice", "--bogus"})
    void wrongOption_isToldInOneLine_andNothingIsStarted(String option) {
        assertThat(run(option)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString().strip().lines()).hasSize(1);
    }
}
