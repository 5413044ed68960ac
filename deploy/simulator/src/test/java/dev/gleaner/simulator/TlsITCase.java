package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TlsITCase {

    @ParameterizedTest
    @EnumSource(Version.class)
    void generate_overTls_isAnsweredInTheVersionAskedFor(Version version) throws Exception {
        try (SimulatorServer server = start(TlsSettings.defaults())) {
            Caller caller = Caller.overTls(server, version);
            HttpResponse<String> response = caller.generate(Caller.request("x"));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(version);
            assertThat(caller.send(caller.path("/control/stats")).body())
                    .contains("\"accepted\":1");
        }
    }

    @Test
    void generate_onThePlainPort_isAnsweredToo() throws Exception {
        try (SimulatorServer server = start(TlsSettings.defaults())) {
            assertThat(new Caller(server).generate(Caller.request("x")).statusCode())
                    .isEqualTo(200);
        }
    }

    /** The JDK's client fails a request once the streams that the server offers are used up. */
    @Test
    void http2_moreStreamsThanOffered_areRefused() throws Exception {
        try (SimulatorServer server = start(TlsSettings.defaults().withMaxConcurrentStreams(3))) {
            Caller caller = Caller.overTls(server, Version.HTTP_2);
            caller.generate(Caller.request("so that the offer is known"));
            server.control(Control.none().withLatency(Latency.parse("fixed:300ms")));
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                calls.add(caller.generateLater(Caller.request("call " + i)));
            }
            List<String> outcomes =
                    calls.stream()
                            .map(call -> call.handle(TlsITCase::outcome).join())
                            .sorted()
                            .toList();
            String refused = "java.io.IOException: too many concurrent streams";
            assertThat(outcomes).containsExactly("200", "200", "200", refused, refused);
        }
    }

    private static String outcome(@Nullable HttpResponse<String> response, @Nullable Throwable e) {
        return response == null
                ? String.valueOf(e instanceof CompletionException ? e.getCause() : e)
                : Integer.toString(response.statusCode());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESET", "CUT_BODY"})
    void http2_brokenConnectionFault_breaksTheStreamOnly(Fault fault) throws Exception {
        try (SimulatorServer server = start(TlsSettings.defaults())) {
            server.control(Control.none().withLatency(Latency.parse("fixed:300ms")));
            Caller caller = Caller.overTls(server, Version.HTTP_2);
            caller.generate(Caller.request("so that the connection is there"));
            var broken = caller.generateLater(Caller.request(fault.marker()));
            var fine = caller.generateLater(Caller.request("x"));
            assertThatThrownBy(broken::join).hasCauseInstanceOf(IOException.class);
            assertThat(fine.join().statusCode()).isEqualTo(200);
            assertThat(server.stats().inFlight()).isZero();
        }
    }

    @Test
    void http2_clientGivesUp_isNoLongerInFlight() throws Exception {
        try (SimulatorServer server = start(TlsSettings.defaults())) {
            server.control(Control.none().withLatency(Latency.parse("fixed:60s")));
            var call = Caller.overTls(server, Version.HTTP_2).generateLater(Caller.request("x"));
            while (server.stats().inFlight() == 0) {
                Thread.onSpinWait();
            }
            call.cancel(true);
            while (server.stats().inFlight() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void idleConnection_isClosed() throws Exception {
        TlsSettings impatient = TlsSettings.defaults().withIdleTimeout(Duration.ofSeconds(1));
        try (SimulatorServer server = start(impatient);
                SSLSocket socket =
                        (SSLSocket)
                                Caller.trusting(server.certificate())
                                        .getSocketFactory()
                                        .createSocket("localhost", server.tlsBaseUri().getPort())) {
            socket.startHandshake();
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void certificate_withoutTls_isRefused() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(SimulatorSettings.defaults())) {
            assertThatIllegalStateException().isThrownBy(server::certificate);
            assertThatIllegalStateException().isThrownBy(server::tlsBaseUri);
        }
    }

    @Test
    void start_tlsPortInUse_saysWhich() throws Exception {
        try (SimulatorServer one = SimulatorServer.start(SimulatorSettings.defaults())) {
            assertThatThrownBy(() -> start(TlsSettings.defaults().withPort(one.port())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + one.port());
        }
    }

    private static SimulatorServer start(TlsSettings tls) throws IOException {
        return SimulatorServer.start(SimulatorSettings.defaults().withTls(tls).withEventLoops(2));
    }
}
