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
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
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
    void promptCache_isPaidForBesideTheRecords_byEverySubtask() throws Exception {
        Trial trial = loaded();
        simulator.control(SLOW);
        simulator.resetStats();
        SpecText spec = trial.spec("prompt-cache").without("source.stopAt").with("async.limit", 4);
        try (RunningJob job = trial.start(spec, 2, null)) {
            Await.until("all are written", () -> trial.results().enriched().size() == RECORDS);
            long tokens = cachedTokens(trial.results());
            // Taken in at 1.50 dollars for a million, and kept for ten minutes at 1.00 an hour.
            long cache = tokens * 1_500 + tokens * 1_000 / 6;
            long both = cost(trial.results()) + 2 * cache;
            Await.until("it is counted", () -> job.metric("costNanoUsd") == both);
        }
        assertThat(simulator.stats().caches().created()).isEqualTo(2);
    }

    @Test
    void promptCacheThatTheBudgetDoesNotCover_isNotMade_andCostsNoRecord() throws Exception {
        Trial trial = loaded();
        simulator.control(Control.none());
        simulator.resetStats();
        // A week at 1.00 dollar for a million tokens and hour is more than that, the records less.
        SpecText spec =
                trial.spec("prompt-cache")
                        .with("model.name", "gemini-3.1-flash-lite")
                        .with("prompt.cache.ttl", "7 d")
                        .with("model.generationConfig", Map.of("maxOutputTokens", 256))
                        .with("budget.usdTotal", new BigDecimal("0.04"));
        try (RunningJob job = trial.start(spec, 1, null)) {
            job.finish();
        }
        assertThat(trial.results().enriched()).hasSize(RECORDS);
        assertThat(simulator.stats().caches().created()).isZero();
    }

    @Test
    void sound_isCountedAtItsOwnPrice() throws Exception {
        Trial trial = system.trial();
        simulator.control(Control.none());
        String tenSeconds = Base64.getEncoder().encodeToString(new byte[160_000]);
        trial.load(
                List.of(
                        Message.raw(
                                "one",
                                "{\"id\":\"one\",\"text\":\"Hear\",\"voice\":\""
                                        + tenSeconds
                                        + "\"}")));
        SpecText spec =
                trial.spec("few-shot")
                        .with("model.name", "gemini-3.1-flash-lite")
                        .without("prompt.user")
                        .with(
                                "prompt.parts",
                                List.of(
                                        Map.of("text", "{{text}}"),
                                        Map.of("base64", "voice", "mimeType", "audio/wav")));
        JsonNode record = trial.run(spec).enriched("one");
        JsonNode usage = record.path("usageMetadata");
        long output =
                usage.path("candidatesTokenCount").asLong()
                        + usage.path("thoughtsTokenCount").asLong();
        long text = usage.path("promptTokenCount").asLong() - 320;
        assertThat(usage.path("promptTokensDetails").findValuesAsText("modality"))
                .containsExactly("TEXT", "AUDIO");
        // 0.25 dollars for a million, 0.50 for sound, 1.50 for the answer
        assertThat(record.at("/call/costUsd").decimalValue())
                .isEqualByComparingTo(
                        BigDecimal.valueOf(text * 250 + 320 * 500 + output * 1_500, 9));
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

    private static long cachedTokens(Results results) {
        return results.enriched().stream()
                .map(record -> Results.json(record).at("/usageMetadata/cachedContentTokenCount"))
                .mapToLong(JsonNode::asLong)
                .max()
                .orElseThrow();
    }

    /** What the records say, in billionths of a dollar. */
    private static long cost(Results results) {
        return results.enriched().stream()
                .map(record -> Results.json(record).at("/call/costUsd").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .movePointRight(9)
                .longValueExact();
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
