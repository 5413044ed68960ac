package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outages that are switched on and off from outside. */
@Timeout(30)
class OutageITCase {

    private SimulatorServer server;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        server =
                SimulatorServer.start(
                        SimulatorSettings.defaults()
                                .withEventLoops(2)
                                .withTls(TlsSettings.defaults()));
        caller = new Caller(server);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void rejectAtOnce_rejectionsByFault_skipTheLatency() throws Exception {
        put("{\"latency\":\"fixed:60s\",\"rejectAtOnce\":true,\"faults\":{\"unavailable\":1}}");
        assertThat(caller.generate(Caller.request("x")).statusCode()).isEqualTo(503);
    }

    @Test
    void rejectAtOnce_otherFaults_keepTheLatency() throws Exception {
        put("{\"latency\":\"fixed:300ms\",\"rejectAtOnce\":true,\"faults\":{\"safety\":1}}");
        long start = System.nanoTime();
        caller.generate(Caller.request("x"));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(295_000_000);
    }

    @Test
    void dropConnections_aModelIsCalled_closesWithoutAnAnswerUntilSwitchedOff() throws Exception {
        put("{\"dropConnections\":true}");
        assertThatThrownBy(() -> caller.generate(Caller.request("x")))
                .isInstanceOf(IOException.class);
        assertThat(server.stats().accepted()).isZero();
        assertThat(server.stats().requests()).isPositive();
        assertThat(server.stats().inFlight()).isZero();
        put("{\"dropConnections\":false}");
        assertThat(caller.generate(Caller.request("x")).statusCode()).isEqualTo(200);
    }

    @Test
    void dropConnections_requestsInFlight_areDroppedToo() throws Exception {
        Caller other = Caller.overTls(server, Version.HTTP_2);
        put("{\"latency\":\"fixed:60s\"}");
        CompletableFuture<HttpResponse<String>> plain = caller.generateLater(Caller.request("x"));
        CompletableFuture<HttpResponse<String>> http2 = other.generateLater(Caller.request("x"));
        while (server.stats().inFlight() < 2) {
            Thread.onSpinWait();
        }
        assertThat(put("{\"dropConnections\":true}").statusCode()).isEqualTo(200);
        assertThatThrownBy(plain::join).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(http2::join).hasCauseInstanceOf(IOException.class);
        assertThat(caller.send(caller.path("/control")).body())
                .contains("\"dropConnections\":true");
    }

    private HttpResponse<String> put(String json) throws Exception {
        return caller.send(caller.path("/control").PUT(HttpRequest.BodyPublishers.ofString(json)));
    }
}
