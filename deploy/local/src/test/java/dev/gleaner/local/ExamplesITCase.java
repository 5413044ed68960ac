package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.simulator.SimulatorStats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example, from Kafka to Kafka: each shows a capability of the endpoint. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ExamplesITCase {
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
    void fewShot_sortsByItsExamples() throws Exception {
        for (JsonNode record : run("few-shot")) {
            assertTriage(record);
        }
    }

    @Test
    void photos_areCountedByTheirModality() throws Exception {
        List<JsonNode> records = run("photos");
        for (JsonNode record : records) {
            assertThat(record.at("/enrichment/matches").isBoolean()).isTrue();
            assertThat(modalities(record)).contains("TEXT", "IMAGE");
        }
        assertThat(modalities(records.get(1))).contains("DOCUMENT");
    }

    @Test
    void scans_areTheRecordsThemselves() throws Exception {
        Trial trial = system.trial();
        trial.load(
                List.of(
                        new Message("red", Files.readAllBytes(example("scans", "red.png"))),
                        new Message("blue", Files.readAllBytes(example("scans", "blue.png")))));
        Results results = trial.run(trial.spec("scans"));
        for (String id : List.of("red", "blue")) {
            JsonNode record = results.enriched(id);
            assertThat(record.path("enrichment").asText()).isIn("red", "green", "blue", "other");
            assertThat(modalities(record)).contains("IMAGE");
            assertThat(record.path("record").binaryValue())
                    .isEqualTo(Files.readAllBytes(example("scans", id + ".png")));
        }
    }

    @Test
    void thinking_keepsItsThoughtsApart() throws Exception {
        for (JsonNode record : run("thinking")) {
            assertTriage(record);
            assertThat(record.at("/call/thoughts").asText()).isNotBlank();
            assertThat(record.at("/usageMetadata/thoughtsTokenCount").asInt()).isPositive();
        }
    }

    @Test
    void anyJson_isADocument() throws Exception {
        for (JsonNode record : run("any-json")) {
            assertThat(record.path("enrichment").isObject()).isTrue();
        }
    }

    @Test
    void summaries_areTexts() throws Exception {
        for (JsonNode record : run("summaries")) {
            assertThat(record.path("enrichment").textValue()).isNotBlank();
        }
    }

    @Test
    void labels_areOneOfTheWords() throws Exception {
        for (JsonNode record : run("labels")) {
            assertThat(record.path("enrichment").textValue())
                    .isIn("billing", "delivery", "product", "other");
        }
    }

    @Test
    void routes_areTakenByTheAnswer_inOneTransaction() throws Exception {
        Trial trial = system.trial();
        Map<String, String> topics = new LinkedHashMap<>();
        for (String topic :
                List.of("escalations", "refunds", "billing", "delivery", "product", "other")) {
            topics.put(topic, trial.name() + "." + topic);
            system.kafka().createTopic(topics.get(topic), 1);
        }
        List<Message> messages = Message.ofExample("routes");
        trial.load(messages);
        SpecText spec = trial.spec("routes");
        for (String route : List.of("escalations", "refunds")) {
            spec =
                    new SpecText(
                            spec.yaml().replace("topic: " + route, "topic: " + topics.get(route)),
                            spec.folder(),
                            spec.environment());
        }
        trial.run(
                spec.with("sink.topic", trial.name() + ".{{category}}")
                        .with("sink.delivery", "exactly-once"));
        int found = 0;
        for (Map.Entry<String, String> topic : topics.entrySet()) {
            Results written =
                    Results.read(
                            system.kafka().bootstrapServers(),
                            topic.getValue(),
                            trial.deadLetters());
            for (var record : written.enriched()) {
                found++;
                JsonNode answer = Results.json(record).path("enrichment");
                assertThat(routeOf(answer)).as(answer.toString()).isEqualTo(topic.getKey());
            }
        }
        assertThat(found).isEqualTo(messages.size());
    }

    private static String routeOf(JsonNode answer) {
        String category = answer.path("category").asText();
        if (answer.path("urgency").asInt() >= 4) {
            return "escalations";
        }
        boolean refund =
                answer.path("wants_refund").asBoolean()
                        && List.of("billing", "delivery").contains(category);
        return refund ? "refunds" : category;
    }

    @Test
    void topicsOfTheAnswer_thatAreMissing_areAllNamed() throws Exception {
        Trial trial = system.trial();
        system.kafka().createTopic(trial.name() + ".product", 1);
        assertThatThrownBy(
                        () ->
                                trial.run(
                                        trial.spec("routes")
                                                .with(
                                                        "sink.topic",
                                                        trial.name() + ".{{category}}")))
                .hasMessageContaining("sink.topic: the topic \"" + trial.name() + ".billing\"")
                .hasMessageContaining("sink.topic: the topic \"" + trial.name() + ".other\"")
                .hasMessageContaining("sink.routes[0].topic: the topic \"escalations\"")
                .hasMessageContaining("sink.routes[1].topic: the topic \"refunds\"")
                .message()
                .doesNotContain(".product\"");
    }

    @Test
    void wordCounts_areAMap() throws Exception {
        for (JsonNode record : run("word-counts")) {
            assertThat(record.at("/enrichment/counts").isObject()).isTrue();
            assertThat(record.at("/enrichment/language").asText()).isIn("en", "de", "other");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini-3.5-flash", "gemini-2.5-flash"})
    void search_isGrounded_thenAnswered_asOneRecord(String model) throws Exception {
        for (JsonNode record : run("search", spec -> spec.with("model.name", model))) {
            assertThat(record.at("/enrichment/product").isTextual()).isTrue();
            assertThat(record.at("/call/grounding").asText()).isEqualTo("GROUNDED");
            assertThat(record.at("/groundingMetadata/groundingChunks")).isNotEmpty();
            assertThat(record.at("/call/usages")).hasSize(2);
            int total = 0;
            for (JsonNode usage : record.at("/call/usages")) {
                total += usage.at("/usageMetadata/totalTokenCount").asInt();
            }
            assertThat(record.at("/usageMetadata/totalTokenCount").asInt()).isEqualTo(total);
            assertSourcesResolve(record);
        }
    }

    @Test
    void searchInOneStep_isOneRequest() throws Exception {
        for (JsonNode record : run("search", spec -> spec.with("grounding.steps", "one"))) {
            assertThat(record.at("/call/attempts").asInt()).isEqualTo(1);
            assertThat(record.at("/call/grounding").asText()).isEqualTo("GROUNDED");
        }
    }

    @Test
    void answerWithoutSources_isADeadLetter_whereTheyAreRequired() throws Exception {
        Trial trial = system.trial();
        trial.load(
                List.of(
                        Message.raw("none", "{\"company\":\"A [[simulate:ungrounded]]\"}"),
                        Message.raw("only", "{\"company\":\"B [[simulate:queries-only]]\"}"),
                        Message.raw("drift", "{\"company\":\"Ü [[simulate:drifting-offsets]]\"}")));
        Results results = trial.run(trial.spec("search"));
        for (String id : List.of("none", "only")) {
            assertThat(Results.header(results.deadLetter(id), "failure-kind"))
                    .isEqualTo("NOT_GROUNDED");
        }
        assertSourcesResolve(results.enriched("drift"));
    }

    @Test
    void maps_answerFromWhereTheRecordIs() throws Exception {
        for (JsonNode record : run("maps")) {
            assertThat(record.at("/call/grounding").asText()).isEqualTo("GROUNDED");
            assertThat(record.at("/groundingMetadata/groundingChunks/0/maps/title").asText())
                    .isNotBlank();
        }
    }

    @Test
    void webPages_areRead() throws Exception {
        for (JsonNode record : run("web-pages")) {
            assertThat(record.at("/call/grounding").asText()).isEqualTo("GROUNDED");
            assertThat(record.at("/call/urlContextMetadata/urlMetadata/0/retrievedUrl").asText())
                    .isEqualTo(record.at("/record/page").asText());
        }
    }

    @Test
    void calculations_keepTheirCodeAndItsOutcome() throws Exception {
        for (JsonNode record : run("calculations")) {
            assertThat(record.path("enrichment").textValue()).isNotBlank();
            assertThat(record.at("/call/toolOutputs/0/executableCode/code").asText()).isNotBlank();
            assertThat(record.at("/call/toolOutputs/1/codeExecutionResult/outcome").asText())
                    .isEqualTo("OUTCOME_OK");
        }
    }

    @Test
    void function_givesItsArguments() throws Exception {
        for (JsonNode record : run("function")) {
            assertTriage(record);
        }
    }

    @Test
    void lookUp_asksTheService_forEachRecord() throws Exception {
        List<URI> asked = new ArrayList<>();
        HttpServer crm = crm(asked);
        try {
            String host = "127.0.0.1:" + crm.getAddress().getPort();
            List<JsonNode> records =
                    run(
                            "look-up",
                            spec ->
                                    spec.withVariable("CRM", "http://" + host)
                                            .withVariable("CRM_HOST", host));
            for (JsonNode record : records) {
                assertTriage(record);
                assertThat(record.at("/call/toolCalls/0/name").asText()).isEqualTo("get_customer");
                assertThat(record.at("/call/toolCalls/0/outcome").asText()).isEqualTo("OK");
                assertThat(record.at("/call/toolCalls/0/latencyMillis").isNumber()).isTrue();
                assertThat(record.at("/call/usages")).hasSize(2);
            }
        } finally {
            crm.stop(0);
        }
        assertThat(asked)
                .hasSize(2)
                .allSatisfy(uri -> assertThat(uri.getPath()).startsWith("/customers/"));
    }

    @Test
    void lookUpWithoutEnd_isADeadLetter() throws Exception {
        HttpServer crm = crm(new ArrayList<>());
        try {
            String host = "127.0.0.1:" + crm.getAddress().getPort();
            Trial trial = system.trial();
            trial.load(
                    List.of(
                            Message.raw(
                                    "loop",
                                    "{\"customer\":\"c\",\"text\":\"[[simulate:tool-loop]]\"}")));
            Results results =
                    trial.run(
                            trial.spec("look-up")
                                    .withVariable("CRM", "http://" + host)
                                    .withVariable("CRM_HOST", host));
            assertThat(Results.header(results.deadLetter("loop"), "failure-kind"))
                    .isEqualTo("TOO_MANY_TOOL_ROUNDS");
        } finally {
            crm.stop(0);
        }
    }

    @Test
    void streaming_givesTheSameRecord_andTheTimeToTheFirstToken() throws Exception {
        List<JsonNode> streamed = run("streaming");
        List<JsonNode> whole = run("streaming", spec -> spec.without("call"));
        for (int i = 0; i < streamed.size(); i++) {
            assertThat(streamed.get(i).path("enrichment"))
                    .isEqualTo(whole.get(i).path("enrichment"));
            assertThat(streamed.get(i).at("/usageMetadata/totalTokenCount"))
                    .isEqualTo(whole.get(i).at("/usageMetadata/totalTokenCount"));
            assertThat(streamed.get(i).at("/call/timeToFirstTokenMillis").isNumber()).isTrue();
        }
    }

    @Test
    void everySetting_isTaken_andWhatItBringsIsKept() throws Exception {
        for (JsonNode record : run("every-setting")) {
            assertTriage(record);
            assertThat(record.at("/call/safetyRatings")).isNotEmpty();
            assertThat(record.at("/call/avgLogprobs").isNumber()).isTrue();
            assertThat(record.at("/call/logprobsResult/chosenCandidates")).isNotEmpty();
        }
    }

    @Test
    void promptCache_isCreatedUsedAndDeleted() throws Exception {
        Trial trial = system.trial();
        // The first records do not wait for the cache; slow ones leave it time to be made.
        simulator.control(Control.none().withLatency(Latency.parse("fixed:300ms")));
        List<Message> messages = Message.ofExample("prompt-cache");
        trial.load(messages);
        Results results =
                trial.run(
                        trial.spec("prompt-cache")
                                .with("async.limit", 1)
                                .with("async.capacity", 1));
        List<JsonNode> records =
                messages.stream().map(message -> results.enriched(message.id())).toList();
        assertThat(records)
                .allSatisfy(ExamplesITCase::assertTriage)
                .anySatisfy(
                        record ->
                                assertThat(
                                                record.at("/usageMetadata/cachedContentTokenCount")
                                                        .asInt())
                                        .isPositive());
        SimulatorStats.Caches caches = simulator.stats().caches();
        assertThat(caches.created()).isPositive().isEqualTo(caches.deleted());
        assertThat(caches.live()).isZero();
    }

    @Test
    void images_areFiles_andKafkaHasTheirAddresses(@TempDir Path folder) throws Exception {
        List<JsonNode> records =
                run("images", spec -> spec.withVariable("IMAGES", folder.toUri().toString()));
        for (JsonNode record : records) {
            JsonNode image = record.at("/enrichment/images/0");
            byte[] file = Files.readAllBytes(Path.of(URI.create(image.path("uri").asText())));
            assertThat(image.path("mimeType").asText()).isEqualTo("image/png");
            assertThat(image.path("size").asLong()).isEqualTo(file.length);
            assertThat(image.path("sha256").asText()).isEqualTo(sha256(file));
            assertThat(file).startsWith(0x89, 'P', 'N', 'G');
            assertThat(record.at("/call/attachments")).isEqualTo(record.at("/enrichment/images"));
        }
        try (Stream<Path> files = Files.find(folder, 3, (file, what) -> what.isRegularFile())) {
            assertThat(files).hasSize(records.size());
        }
    }

    @Test
    void vertex_isSpokenToInItsDialect() throws Exception {
        for (JsonNode record :
                run(
                        "vertex",
                        spec ->
                                spec.with(
                                        "model.endpoint",
                                        simulator.baseUri()
                                                + "/v1/projects/acme/locations/global"))) {
            assertTriage(record);
        }
    }

    @Test
    void fallback_answersWhatTheFirstRefuses() throws Exception {
        Trial trial = system.trial();
        trial.load(
                List.of(
                        Message.saying("fine", "Where is my order?"),
                        Message.saying("refused", "x [[simulate:prompt-blocked*1]]")));
        Results results = trial.run(trial.spec("fallback"));
        assertThat(results.enriched("fine").at("/call/model").asText())
                .isEqualTo("gemini-3.5-flash");
        assertThat(results.enriched("refused").at("/call/model").asText())
                .isEqualTo("gemini-3.1-pro-preview");
    }

    @Test
    void fallback_answersWhenTheFirstIsRetired() throws Exception {
        for (JsonNode record : run("fallback", spec -> spec.with("model.name", "no-such-model"))) {
            assertThat(record.at("/call/model").asText()).isEqualTo("gemini-3.1-flash-lite");
        }
    }

    @Test
    void loopInAStream_isEndedEarly_andTriedOnceMore() throws Exception {
        Trial trial = system.trial();
        trial.load(List.of(Message.saying("loop", "x [[simulate:loop*1]]")));
        Results results = trial.run(trial.spec("streaming"));
        assertThat(results.enriched("loop").at("/call/attempts").asInt()).isEqualTo(2);
    }

    private static List<JsonNode> run(String example) throws Exception {
        return run(example, spec -> spec);
    }

    /** Runs an example on its own messages and returns the enriched records in their order. */
    private static List<JsonNode> run(String example, UnaryOperator<SpecText> change)
            throws Exception {
        Trial trial = system.trial();
        List<Message> messages = Message.ofExample(example);
        trial.load(messages);
        Results results = trial.run(change.apply(trial.spec(example)));
        return messages.stream().map(message -> results.enriched(message.id())).toList();
    }

    private static Path example(String name, String file) {
        return SpecText.EXAMPLES.resolve(name).resolve(file);
    }

    private static void assertTriage(JsonNode record) {
        assertThat(record.at("/enrichment/topic").asText())
                .isIn("billing", "delivery", "product", "other");
        assertThat(record.at("/enrichment/urgency").asInt()).isBetween(1, 5);
    }

    private static void assertSourcesResolve(JsonNode record) {
        assertThat(record.at("/call/sources")).isNotEmpty();
        for (JsonNode support : record.at("/call/sources")) {
            assertThat(support.path("resolved").asBoolean()).isTrue();
            assertThat(support.path("sources")).isNotEmpty();
        }
    }

    private static List<String> modalities(JsonNode record) {
        return record.at("/usageMetadata/promptTokensDetails").findValuesAsText("modality");
    }

    private static HttpServer crm(List<URI> asked) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/customers/",
                exchange -> {
                    synchronized (asked) {
                        asked.add(exchange.getRequestURI());
                    }
                    byte[] body =
                            "{\"name\":\"Ada\",\"tickets\":2}".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static String sha256(byte[] file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    }
}
