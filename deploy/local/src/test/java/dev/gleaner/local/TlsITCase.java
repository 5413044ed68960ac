package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.ApiKeyReference;
import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.simulator.AcceptedKey;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.simulator.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's TLS against the simulator's, neither of which knows the other's code. */
@Timeout(180)
class TlsITCase {
    private static final String KEY = "AIzaSyTlsTestNotARealKey0123456789abcde";

    private final Path folder;

    TlsITCase(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyAtOnceFromAColdStart_areAllAnsweredOnce(boolean http2) throws Exception {
        int count = 300;
        try (SimulatorServer simulator = simulator(100);
                HttpGeminiClient client = client(simulator, http2)) {
            simulator.control(Control.none().withLatency(Latency.parse("fixed:500ms")));

            assertThat(answers(client, count)).isEqualTo(count);

            assertThat(simulator.stats().requests()).isEqualTo(count);
            assertThat(simulator.stats().accepted()).isEqualTo(count);
        }
    }

    @Test
    void fewStreams_areHeeded() throws Exception {
        try (SimulatorServer simulator = simulator(5);
                HttpGeminiClient client = client(simulator, true)) {
            simulator.control(Control.none().withLatency(Latency.parse("fixed:50ms")));

            assertThat(answers(client, 100)).isEqualTo(100);

            assertThat(simulator.stats().requests()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void outage_isOverOnceConnectionsAreNoLongerDropped(boolean http2) throws Exception {
        try (SimulatorServer simulator = simulator(100);
                HttpGeminiClient client = client(simulator, http2)) {
            assertThat(answers(client, 100)).isEqualTo(100);
            simulator.control(Control.none().withDropConnections(true));
            assertThat(answers(client, 100)).isZero();
            simulator.control(Control.none());
            assertThat(answers(client, 100)).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @SuppressWarnings("try") // the log is to be closed, and no more
    void debugLog_holdsNoKey(boolean http2) throws Exception {
        Path log = folder.resolve("debug.log");
        try (LogCapture capture = LogCapture.to(log);
                SimulatorServer simulator = simulator(100);
                HttpGeminiClient client = client(simulator, http2)) {
            assertThat(answers(client, 10)).isEqualTo(10);
            for (Fault fault : List.of(Fault.UNAVAILABLE, Fault.RESET, Fault.CUT_BODY)) {
                simulator.control(Control.none().withFault(fault, 1));
                assertThat(answers(client, 10)).isZero();
            }
        }
        assertThat(Files.readString(log)).contains("org.asynchttpclient").doesNotContain(KEY);
    }

    private static SimulatorServer simulator(int streams) throws Exception {
        return SimulatorServer.start(
                SimulatorSettings.defaults()
                        .withKey(AcceptedKey.only(KEY))
                        .withTls(TlsSettings.defaults().withMaxConcurrentStreams(streams)));
    }

    private HttpGeminiClient client(SimulatorServer simulator, boolean http2) throws Exception {
        Path certificate =
                Files.writeString(folder.resolve("simulator.pem"), simulator.certificate());
        return new HttpGeminiClient(
                new EndpointSettings(
                        simulator.tlsBaseUri(),
                        "gemini-3.5-flash",
                        ApiKeyReference.parse("env:KEY"),
                        Auth.X_GOOG_API_KEY,
                        EndpointSettings.DEFAULT_ATTEMPT_TIMEOUT,
                        EndpointSettings.DEFAULT_MAX_ANSWER_BYTES,
                        false,
                        http2,
                        certificate.toString(),
                        null),
                KEY);
    }

    private static long answers(HttpGeminiClient client, int count) {
        byte[] body =
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}]}"
                        .getBytes(StandardCharsets.UTF_8);
        List<CompletableFuture<GeminiReply>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CompletableFuture<GeminiReply> reply = new CompletableFuture<>();
            replies.add(reply);
            client.generate(body, Duration.ofSeconds(60), reply::complete);
        }
        return replies.stream().filter(reply -> reply.join() instanceof GeminiReply.Answer).count();
    }
}
