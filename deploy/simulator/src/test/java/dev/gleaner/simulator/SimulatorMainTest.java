package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.simulator.StreamPace.LineEnd;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulatorMainTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--prot 1",
                "--port x",
                "--port 70000",
                "--latency soon",
                "--fault nope=1",
                "--fault safety=2",
                "--envelope x",
                "--stream-chunks 0",
                "--stream-chunk-interval soon",
                "--stream-line-end cr",
                "--cache-fault safety",
                "--api-key ",
                "--event-loops 0",
                "--tls-port 70000",
                "--tls-port 0 --tls-streams 0",
                "--tls-certificate-out x.pem"
            })
    void execute_wrongOption_isOneLineAndCode2(String options) {
        StringWriter errors = new StringWriter();
        CommandLine commandLine = SimulatorMain.commandLine().setErr(new PrintWriter(errors, true));
        int code = commandLine.execute(options.split(" ", -1));
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString().lines()).hasSize(1);
    }

    @Test
    void execute_help_listsEveryFault() {
        StringWriter help = new StringWriter();
        int code =
                SimulatorMain.commandLine().setOut(new PrintWriter(help, true)).execute("--help");
        assertThat(code).isZero();
        assertThat(help.toString()).contains(Fault.names());
    }

    @Test
    void settings_options_reachTheControl() {
        CommandLine commandLine = SimulatorMain.commandLine();
        commandLine.parseArgs(
                "--fault=safety=0.1",
                "--fault=RESET=0.2",
                "--latency=fixed:3ms",
                "--models=a,b",
                "--reject-at-once",
                "--drop-connections",
                "--stream-chunks=9",
                "--stream-chunk-interval=fixed:4ms",
                "--stream-line-end=lf",
                "--cache-minimum",
                "--cache-fault=unavailable",
                "--tls-port=8443",
                "--tls-streams=50",
                "--envelope=gemini-api");
        SimulatorSettings settings = commandLine.<SimulatorMain>getCommand().settings();
        assertThat(settings.control().faults())
                .isEqualTo(Map.of(Fault.SAFETY, 0.1, Fault.RESET, 0.2));
        assertThat(settings.control().latency()).hasToString("fixed:3ms");
        assertThat(settings.models()).containsExactlyInAnyOrder("a", "b");
        assertThat(settings.control().rejectAtOnce()).isTrue();
        assertThat(settings.control().dropConnections()).isTrue();
        assertThat(settings.control().stream())
                .isEqualTo(new StreamPace(9, Latency.parse("fixed:4ms"), LineEnd.LF));
        assertThat(settings.control().caches()).isEqualTo(new CacheRules(true, Fault.UNAVAILABLE));
        assertThat(settings.tls())
                .isEqualTo(TlsSettings.defaults().withPort(8443).withMaxConcurrentStreams(50));
        assertThat(settings.envelope()).isEqualTo(Envelope.GEMINI_API);
    }
}
