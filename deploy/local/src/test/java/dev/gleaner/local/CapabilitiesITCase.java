package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.AcceptedKey;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.simulator.SimulatorStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a capability while its job runs: tokens, caches and models come and go. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CapabilitiesITCase {
    private static final Control SLOW = Control.none().withLatency(Latency.parse("fixed:200ms"));
    private static final int RECORDS = 60;

    private static EndToEnd system;
    private static SimulatorServer simulator;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
        simulator = system.simulator();
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    @Test
    void tokenThatIsRenewedInItsFile_isTakenUp_andCostsNoRecord(@TempDir Path folder)
            throws Exception {
        Trial trial = loaded();
        Path token = Files.writeString(folder.resolve("token"), "the-first-token");
        simulator.control(SLOW.withAcceptedKeys(AcceptedKey.only("the-first-token")));
        SpecText spec =
                trial.spec("vertex")
                        .with("model.endpoint", vertex())
                        .with("model.apiKey", "file:" + token)
                        .with("async.limit", 4);
        try (RunningJob job = trial.start(spec, 2, null)) {
            Await.until("calls are answered", () -> simulator.stats().accepted() >= 8);
            // As a mounted secret is replaced: at once, and whole.
            Path next = Files.writeString(folder.resolve("next"), "the-second-token");
            Files.move(next, token, StandardCopyOption.ATOMIC_MOVE);
            simulator.control(SLOW.withAcceptedKeys(AcceptedKey.only("the-second-token")));
            job.finish();
        }
        assertThat(trial.results().enriched()).hasSize(RECORDS);
        assertThat(simulator.stats().accepted()).isEqualTo(RECORDS);
        assertThat(simulator.stats().rejected().keySet()).isSubsetOf(401);
    }

    @Test
    void promptCacheThatIsForgotten_isMadeAgain_andCostsNoRecord() throws Exception {
        Trial trial = loaded();
        simulator.control(SLOW);
        SpecText spec = trial.spec("prompt-cache").with("async.limit", 4);
        try (RunningJob job = trial.start(spec, 2, null)) {
            Await.until("caches are used", () -> simulator.stats().caches().used() >= 4);
            long created = simulator.stats().caches().created();
            simulator.forgetCaches();
            Await.until(
                    "they are made again", () -> simulator.stats().caches().created() > created);
            job.finish();
        }
        assertThat(trial.results().enriched()).hasSize(RECORDS);
        SimulatorStats.Caches caches = simulator.stats().caches();
        assertThat(caches.live()).isZero();
    }

    @Test
    void outageOfTheFirstModel_isBridgedByTheOther() throws Exception {
        Trial trial = loaded();
        simulator.control(Control.none().withFault(Fault.UNAVAILABLE, 1));
        try (SimulatorServer other = SimulatorServer.start(SimulatorSettings.defaults())) {
            SpecText spec =
                    trial.spec("few-shot")
                            .with(
                                    "model.fallbacks",
                                    List.of(
                                            Map.of(
                                                    "name",
                                                    "gemini-3.1-flash-lite",
                                                    "endpoint",
                                                    other.baseUri().toString(),
                                                    "reasons",
                                                    List.of("outage"))));
            try (RunningJob job = trial.start(spec, 2, null)) {
                job.finish();
                assertThat(other.stats().accepted()).isEqualTo(RECORDS);
            }
        }
        Results results = trial.results();
        assertThat(results.enriched()).hasSize(RECORDS);
        assertThat(results.enriched())
                .allSatisfy(
                        record ->
                                assertThat(Results.json(record).at("/call/model").asText())
                                        .isEqualTo("gemini-3.1-flash-lite"));
        assertThat(simulator.stats().accepted()).isZero();
    }

    @Test
    void toolOfTheServiceLoader_isCalledForTheModel() throws Exception {
        Trial trial = system.trial();
        trial.load(List.of(Message.saying("one", "Do you have drills?")));
        Results results =
                trial.run(
                        trial.spec("few-shot")
                                .with("tools.functions.services", List.of("get_stock")));
        JsonNode call = results.enriched("one").at("/call/toolCalls/0");
        assertThat(call.path("name").asText()).isEqualTo("get_stock");
        assertThat(call.path("outcome").asText()).isEqualTo("OK");
    }

    private static Trial loaded() throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(RECORDS));
        return trial;
    }

    private static String vertex() {
        return simulator.baseUri() + "/v1/projects/acme/locations/global";
    }
}
