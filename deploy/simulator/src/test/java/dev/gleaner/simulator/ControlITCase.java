package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlITCase {

    private static final String LATENCY = "\"latency\":\"fixed:300ms\"";

    private SimulatorServer server;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        server = SimulatorServer.start(SimulatorSettings.defaults());
        caller = new Caller(server);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void put_fault_holdsUntilDelete() throws Exception {
        assertThat(put("{\"faults\":{\"unavailable\":1}}").statusCode()).isEqualTo(200);
        assertThat(caller.generate(Caller.request("x")).statusCode()).isEqualTo(503);
        assertThat(
                        Caller.json(caller.send(caller.path("/control")))
                                .at("/faults/unavailable")
                                .asInt())
                .isEqualTo(1);
        assertThat(caller.send(caller.path("/control").DELETE()).statusCode()).isEqualTo(200);
        assertThat(caller.generate(Caller.request("x")).statusCode()).isEqualTo(200);
    }

    @Test
    void put_unknownName_is400AndChangesNothing() throws Exception {
        HttpResponse<String> response = put("{\"latency\":\"fixed:1s\",\"speed\":1}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Caller.json(response).path("error").asText()).contains("speed");
        assertThat(server.control()).isEqualTo(Control.none());
    }

    @Test
    void concurrencyLimit_beyondIt_is429AtOnce() throws Exception {
        put("{" + LATENCY + ",\"concurrencyLimit\":3}");
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(caller.generateLater(Caller.request("call " + i)));
        }
        List<Integer> statuses =
                calls.stream().map(call -> call.join().statusCode()).sorted().toList();
        assertThat(statuses).containsExactly(200, 200, 200, 429, 429);
        SimulatorStats stats = server.stats();
        assertThat(stats.peakInFlight()).isEqualTo(3);
        assertThat(stats.inFlight()).isZero();
        assertThat(stats.rejected()).isEqualTo(Map.of(429, 2L));
    }

    @Test
    void concurrencyLimit_beyondIt_namesNoDelay() throws Exception {
        put("{" + LATENCY + ",\"concurrencyLimit\":1}");
        CompletableFuture<HttpResponse<String>> first = caller.generateLater(Caller.request("one"));
        while (server.stats().inFlight() == 0) {
            Thread.onSpinWait();
        }
        HttpResponse<String> second = caller.generate(Caller.request("two"));
        JsonNode error = Caller.json(second).path("error");
        assertThat(error.path("status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(error.path("message").asText()).startsWith("Resource exhausted.");
        assertThat(error.has("details")).isFalse();
        assertThat(second.headers().firstValue("retry-after")).isEmpty();
        assertThat(first.join().statusCode()).isEqualTo(200);
    }

    @Test
    void requestsPerSecond_beyondIt_carriesRetryInfoInTheBodyOnly() throws Exception {
        put("{\"requestsPerSecond\":0.01}");
        assertThat(caller.generate(Caller.request("x")).statusCode()).isEqualTo(200);
        HttpResponse<String> second = caller.generate(Caller.request("x"));
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("retry-after")).isEmpty();
        JsonNode details = Caller.json(second).at("/error/details");
        assertThat(details.at("/1/@type").asText())
                .isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
        assertThat(details.at("/1/retryDelay").asText()).endsWith("s");
    }

    @Test
    void latency_fixed_isWaited() throws Exception {
        put("{" + LATENCY + "}");
        long start = System.nanoTime();
        caller.generate(Caller.request("x"));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(295_000_000);
    }

    @Test
    void rates_half_areMetRoughly() throws Exception {
        server.control(
                Control.none().withFault(Fault.UNAVAILABLE, 0.25).withFault(Fault.SAFETY, 0.25));
        for (int i = 0; i < 400; i++) {
            caller.generate(Caller.request("record " + i));
        }
        Map<Fault, Long> faults = server.stats().faults();
        assertThat(faults.get(Fault.UNAVAILABLE)).isBetween(60L, 140L);
        assertThat(faults.get(Fault.SAFETY)).isBetween(60L, 140L);
        assertThat(server.stats().rejected()).isEqualTo(Map.of(503, faults.get(Fault.UNAVAILABLE)));
    }

    @Test
    void stats_countAndReset() throws Exception {
        caller.generate(Caller.request("one"));
        caller.generate(Caller.request("one"));
        caller.generate(Caller.request("two"));
        caller.generate("{}");
        JsonNode stats = Caller.json(caller.send(caller.path("/control/stats")));
        assertThat(stats.path("requests").asInt()).isEqualTo(4);
        assertThat(stats.path("accepted").asInt()).isEqualTo(3);
        assertThat(stats.at("/rejected/400").asInt()).isEqualTo(1);
        assertThat(stats.path("distinctPrompts").asInt()).isEqualTo(2);
        caller.send(caller.path("/control/stats").DELETE());
        assertThat(server.stats().requests()).isZero();
        assertThat(server.stats().distinctPrompts()).isZero();
    }

    @Test
    void clientGivesUp_isNoLongerInFlight() throws Exception {
        put("{\"latency\":\"fixed:60s\"}");
        CompletableFuture<HttpResponse<String>> call = caller.generateLater(Caller.request("x"));
        while (server.stats().inFlight() == 0) {
            Thread.onSpinWait();
        }
        call.cancel(true);
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (server.stats().inFlight() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(server.stats().inFlight()).isZero();
    }

    private HttpResponse<String> put(String json) throws Exception {
        return caller.send(caller.path("/control").PUT(HttpRequest.BodyPublishers.ofString(json)));
    }
}
