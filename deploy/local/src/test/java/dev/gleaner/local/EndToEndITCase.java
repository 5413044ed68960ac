package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records in, enriched records out, through everything but the network to Google. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EndToEndITCase {
    private static final Pattern ID = Pattern.compile("\"id\": \"(m-\\d+)\"");

    private static EndToEnd system;
    private static Results ofExample;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
        Trial trial = system.trial();
        trial.load(messages("messages.jsonl"));
        ofExample = trial.run(trial.spec());
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    @Test
    void example_everyOffsetComesOutOnce() {
        assertThat(ofExample.enriched()).hasSize(500);
        assertThat(ofExample.deadLetters()).isEmpty();
        assertThat(ofExample.origins()).doesNotHaveDuplicates().containsAll(offsets(500));
    }

    @Test
    void example_everyEnrichmentFitsTheSchema() throws Exception {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(
                                        SpecText.EXAMPLES
                                                .resolve("bank-messages")
                                                .resolve("answer.schema.json")),
                                InputFormat.JSON);
        assertThat(ofExample.enriched())
                .allSatisfy(
                        record ->
                                assertThat(
                                                schema.validate(
                                                        Results.json(record)
                                                                .path("enrichment")
                                                                .toString(),
                                                        InputFormat.JSON))
                                        .isEmpty());
    }

    @Test
    void example_envelopeHoldsTheOriginalAndHowItWasEnriched() throws Exception {
        Map<String, String> originals = new HashMap<>();
        messages("messages.jsonl")
                .forEach(
                        message ->
                                originals.put(
                                        message.id(),
                                        text(Objects.requireNonNull(message.value()))));
        assertThat(ofExample.enriched())
                .allSatisfy(
                        record -> {
                            JsonNode envelope = Results.json(record);
                            assertThat(text(record.value()))
                                    .contains(originals.get(Results.id(record)));
                            assertThat(envelope.fieldNames())
                                    .toIterable()
                                    .containsExactly(
                                            "source",
                                            "record",
                                            "enrichment",
                                            "usageMetadata",
                                            "call");
                            assertThat(envelope.at("/usageMetadata/totalTokenCount").asLong())
                                    .isPositive();
                            assertCallIsComplete(
                                    envelope.path("call"), envelope.path("usageMetadata"));
                        });
        assertThat(ofExample.enriched())
                .extracting(record -> Results.json(record).at("/call/responseId").asText())
                .doesNotHaveDuplicates();
    }

    private static void assertCallIsComplete(JsonNode call, JsonNode usage) {
        assertThat(call.path("model").asText()).isEqualTo("gemini-3.5-flash");
        assertThat(call.path("modelVersion").asText()).startsWith("gemini-3.5-flash");
        assertThat(call.path("responseId").asText()).isNotBlank();
        assertThat(call.path("finishReason").asText()).isEqualTo("STOP");
        assertThat(call.path("attempts").asInt()).isEqualTo(1);
        assertThat(call.path("elapsedMillis").isIntegralNumber()).isTrue();
        assertThat(call.path("costUsd").decimalValue()).isEqualByComparingTo(price(usage));
        assertThat(call.path("promptFingerprint").asText()).matches("[0-9a-f]{8,}");
    }

    /** By Google's list for gemini-3.5-flash: $1.50 a million tokens in, $9.00 out. */
    private static BigDecimal price(JsonNode usage) {
        assertThat(usage.path("promptTokenCount").asLong()).isPositive();
        assertThat(usage.path("candidatesTokenCount").asLong()).isPositive();
        assertThat(usage.has("cachedContentTokenCount")).isFalse();
        return new BigDecimal("0.0000015")
                .multiply(usage.path("promptTokenCount").decimalValue())
                .add(
                        new BigDecimal("0.000009")
                                .multiply(usage.path("candidatesTokenCount").decimalValue()));
    }

    @Test
    void example_keyAndHeadersAreKept_andTheTimestampIsThatOfTheWriting() {
        assertThat(ofExample.enriched())
                .allSatisfy(
                        record -> {
                            JsonNode envelope = Results.json(record);
                            assertThat(Results.id(record))
                                    .isEqualTo(envelope.at("/record/id").asText());
                            assertThat(envelope.at("/source/timestamp").asLong())
                                    .isEqualTo(timestampOf(envelope.path("source")))
                                    .isLessThan(record.timestamp());
                            assertThat(Message.carriesAllHeaders(record.headers())).isTrue();
                        });
    }

    @Test
    void fiveThousandMessages_throughFailingEndpoint_comeOutOnceEach() throws Exception {
        Trial trial = system.trial();
        system.simulator()
                .control(
                        Control.none()
                                .withLatency(Latency.parse("lognormal:50ms:0.8"))
                                .withFault(Fault.UNAVAILABLE, 0.05)
                                .withFault(Fault.SCHEMA_VIOLATION, 0.02)
                                .withFault(Fault.SAFETY, 0.01));
        trial.load(messages("messages-5002.jsonl"));
        Results results = trial.run(trial.spec().with("async.order", "none"));
        assertThat(results.enriched().size() + results.deadLetters().size()).isEqualTo(5_002);
        assertThat(results.origins()).doesNotHaveDuplicates();
        assertThat(results.deadLetters()).hasSizeBetween(10, 200);
    }

    @Test
    void orderSource_keepsEachPartitionsOrder_underRandomLatency() throws Exception {
        Trial trial = system.trial();
        system.simulator().control(Control.none().withLatency(Latency.parse("uniform:1ms:100ms")));
        List<Message> messages =
                IntStream.range(0, 400).mapToObj(n -> Message.saying("one-key", "n" + n)).toList();
        trial.load(messages);
        Results results = trial.run(trial.spec().with("async.order", "source"));
        for (int partition = 0; partition < Trial.PARTITIONS; partition++) {
            int from = partition;
            assertThat(results.origins())
                    .filteredOn(origin -> origin.partition() == from)
                    .extracting(Results.Origin::offset)
                    .hasSize(200)
                    .isSorted();
        }
    }

    @Test
    void layoutMerge_addsOneFieldToTheOriginal() throws Exception {
        Trial trial = system.trial();
        trial.load(
                List.of(
                        Message.raw(
                                "m", "{\"text\":\"my card\",\"price\":1.10,\"facts\":[\"old\"]}")));
        Results results =
                trial.run(
                        trial.spec().with("sink.layout", "merge").with("sink.mergeField", "facts"));
        assertThat(text(results.enriched().get(0).value()))
                .startsWith("{\"text\":\"my card\",\"price\":1.10,\"facts\":{");
        assertThat(results.enriched("m").at("/facts/topic").asText()).isEqualTo("card");
    }

    @Test
    void formatText_isAskedAndKeptAsString() throws Exception {
        Trial trial = system.trial();
        String text = "my \"card\"\n{{text}} \u00fc \ud83d\ude00 \u0001";
        trial.load(List.of(Message.raw("m", text)));
        Results results = trial.run(readAs("text", trial));
        assertThat(results.enriched("m").path("record").asText()).isEqualTo(text);
        assertThat(results.enriched("m").at("/enrichment/topic").asText()).isEqualTo("card");
    }

    @Test
    void formatBytes_isKeptAsBase64() throws Exception {
        Trial trial = system.trial();
        byte[] bytes = {0, (byte) 0xFF, (byte) 0xFE, '{', '"'};
        trial.load(List.of(new Message("m", bytes)));
        Results results = trial.run(readAs("bytes", trial));
        assertThat(results.enriched("m").path("record").asText())
                .isEqualTo(Base64.getEncoder().encodeToString(bytes));
    }

    private static SpecText readAs(String format, Trial trial) throws Exception {
        return trial.spec().with("source.format", format).with("prompt.user", "Sort: {{record}}");
    }

    @Test
    void atLeastOnce_losesNothing() throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(200));
        Results results = trial.run(trial.spec().with("sink.delivery", "at-least-once"));
        assertThat(results.origins()).containsAll(offsets(trial.source(), 200));
    }

    @Test
    void topicPattern_readsAllTopicsThatMatch() throws Exception {
        Trial trial = system.trial();
        String second = trial.source() + "-2";
        system.kafka().createTopic(second, Trial.PARTITIONS);
        trial.load(Message.some(10));
        trial.load(second, Message.some(20));
        Results results =
                trial.run(
                        trial.spec()
                                .without("source.topics")
                                .with("source.topicPattern", trial.source() + ".*"));
        assertThat(results.origins())
                .hasSize(30)
                .containsAll(offsets(trial.source(), 10))
                .containsAll(offsets(second, 20));
    }

    @Test
    void instants_boundWhatIsRead() throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(20));
        Instant first = Instant.ofEpochMilli(Message.FIRST_TIMESTAMP);
        Results results =
                trial.run(
                        trial.spec()
                                .with("source.startFrom", first.plusSeconds(5).toString())
                                .with("source.stopAt", first.plusSeconds(9).toString()));
        assertThat(results.enriched())
                .extracting(Results::id)
                .containsExactlyInAnyOrder("m-5", "m-6", "m-7", "m-8");
    }

    @Test
    void startFromCommitted_goesOnWhereTheLastRunEnded() throws Exception {
        Trial trial = system.trial();
        SpecText spec =
                trial.spec()
                        .with("source.startFrom", "committed")
                        .with("source.properties", Map.of("commit.offsets.on.checkpoint", true));
        trial.load(Message.some(20));
        trial.run(spec);
        trial.load(Message.some(6));
        assertThat(trial.run(spec).origins())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(offsets(trial.source(), 26));
    }

    private static List<Message> messages(String file) throws Exception {
        List<Message> messages = new ArrayList<>();
        for (String line :
                Files.readAllLines(SpecText.EXAMPLES.resolve("bank-messages").resolve(file))) {
            Matcher id = ID.matcher(line);
            assertThat(id.find()).as(line).isTrue();
            messages.add(Message.raw(id.group(1), line));
        }
        return messages;
    }

    private static List<Results.Origin> offsets(int records) {
        return offsets("trial-1-in", records);
    }

    private static List<Results.Origin> offsets(String topic, int records) {
        return IntStream.range(0, records)
                .mapToObj(
                        n -> new Results.Origin(topic, n % Trial.PARTITIONS, n / Trial.PARTITIONS))
                .toList();
    }

    private static long timestampOf(JsonNode source) {
        long index =
                source.path("offset").asLong() * Trial.PARTITIONS
                        + source.path("partition").asLong();
        return Message.FIRST_TIMESTAMP + 1_000 * index;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
