package dev.gleaner.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.model.AnswerDetail;
import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.model.RecordHeader;
import dev.gleaner.model.RejectedAnswer;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.spec.Layout;
import dev.gleaner.spec.TopicRoute;
import dev.gleaner.spec.TopicTemplate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultSerializerTest {
    private static final CallSummary CALL =
            new CallSummary(
                    "gemini-x", "gemini-x-001", "r-1", "STOP", 2, 31, 104_250L, "abcdef012345");

    private static final List<TopicRoute> OUT =
            List.of(
                    new TopicRoute(
                            new TopicTemplate(List.of(new TopicTemplate.Part("out", false))),
                            List.of()));

    @Test
    void enriched_asEnvelope_holdsEverythingAsItWas() throws IOException {
        ProducerRecord<byte[], byte[]> written =
                serialize(
                        Layout.ENVELOPE,
                        RecordFormat.JSON,
                        enriched("{\"price\": 1.10, \"big\": 12345678901234567890}"));

        assertThat(written.topic()).isEqualTo("out");
        assertThat(text(written.value()))
                .contains("\"record\":{\"price\": 1.10, \"big\": 12345678901234567890}")
                .contains("\"enrichment\":{\"n\": 1.0}");
        JsonNode json = json(written.value());
        assertThat(json.at("/source").toString())
                .isEqualTo(
                        "{\"topic\":\"in\",\"partition\":3,\"offset\":42,\"timestamp\":1700000000000}");
        assertThat(json.at("/usageMetadata/totalTokenCount").asInt()).isEqualTo(7);
        assertThat(json.has("groundingMetadata")).isFalse();
        assertThat(text(written.value()))
                .endsWith(
                        ",\"call\":{\"model\":\"gemini-x\",\"modelVersion\":\"gemini-x-001\","
                                + "\"responseId\":\"r-1\",\"finishReason\":\"STOP\",\"attempts\":2,"
                                + "\"elapsedMillis\":31,\"costUsd\":0.00010425,"
                                + "\"promptFingerprint\":\"abcdef012345\"}}");
    }

    @Test
    void details_areInTheCall_asTheyWere() throws IOException {
        EnrichmentResult plain = enriched("{}");
        EnrichmentResult result =
                new EnrichmentResult(
                        plain.source(),
                        plain.enrichment(),
                        null,
                        null,
                        List.of(
                                detail(AnswerDetail.Name.GROUNDING, "\"GROUNDED\""),
                                detail(AnswerDetail.Name.AVG_LOGPROBS, "-0.10"),
                                detail(AnswerDetail.Name.SAFETY_RATINGS, "[ {\"a\":1} ]")),
                        plain.call(),
                        null);

        byte[] written = serialize(Layout.ENVELOPE, RecordFormat.JSON, result).value();

        assertThat(text(written))
                .endsWith(
                        ",\"promptFingerprint\":\"abcdef012345\",\"grounding\":\"GROUNDED\","
                                + "\"avgLogprobs\":-0.10,\"safetyRatings\":[ {\"a\":1} ]}}");
        assertThat(json(written).at("/call/safetyRatings/0/a").asInt()).isEqualTo(1);
    }

    private static AnswerDetail detail(AnswerDetail.Name name, String json) {
        return new AnswerDetail(name, json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0.000000001",
        "10, 0.00000001",
        "367500, 0.0003675",
        "100000000, 0.1",
        "30000000000, 30",
        "9223372036854775807, 9223372036.854775807"
    })
    void cost_isAPlainDecimalWithAllItsDigits(long nanoUsd, String usd) throws IOException {
        CallSummary call = costing(nanoUsd);

        assertThat(
                        text(
                                serialize(
                                                Layout.ENVELOPE,
                                                RecordFormat.JSON,
                                                with(enriched("{}"), call))
                                        .value()))
                .contains("\"costUsd\":" + usd + ",");
        assertThat(headers(with(failed(), call))).containsEntry("gleaner-cost-usd", usd);
    }

    @Test
    void unknownCost_isAbsent() throws IOException {
        CallSummary call = costing(null);

        ProducerRecord<byte[], byte[]> written =
                serialize(Layout.ENVELOPE, RecordFormat.JSON, with(enriched("{}"), call));

        assertThat(json(written.value()).get("call").has("costUsd")).isFalse();
        assertThat(headers(with(failed(), call))).doesNotContainKey("gleaner-cost-usd");
    }

    @Test
    void enriched_asMerge_addsOneField_orReplacesIt() throws IOException {
        ProducerRecord<byte[], byte[]> written =
                serialize(
                        Layout.MERGE,
                        RecordFormat.JSON,
                        enriched(
                                "{\"a\":1.10,\"facts\":\"old\",\"o\":{\"facts\":[1,{}]},\"z\":null}"
                                        + " "));
        assertThat(text(written.value()))
                .isEqualTo(
                        "{\"a\":1.10,\"o\":{\"facts\":[1,{}]},\"z\":null,\"facts\":{\"n\": 1.0}}");
    }

    @Test
    void enriched_asMerge_keepsATextOfMoreThan20MillionCharacters() {
        int length = 20_000_001;
        EnrichmentResult result = enriched("{\"a\":\"" + "x".repeat(length) + "\"}");
        byte[] merged =
                new EnrichedRecordEncoder(Layout.MERGE, "facts", RecordFormat.JSON).encode(result);
        assertThat(merged.length).isGreaterThan(length);
    }

    @Test
    void enriched_asMerge_ofAnEmptyObject_isTheFieldAlone() throws IOException {
        ProducerRecord<byte[], byte[]> written =
                serialize(Layout.MERGE, RecordFormat.JSON, enriched("{}"));
        assertThat(text(written.value())).isEqualTo("{\"facts\":{\"n\": 1.0}}");
    }

    @ParameterizedTest
    @CsvSource({"TEXT, \"say \\\"hi\\\"\\n\"", "BYTES, \"c2F5ICJoaSIK\""})
    void record_thatIsNoJson_isAString(RecordFormat format, String expected) throws IOException {
        ProducerRecord<byte[], byte[]> written =
                serialize(Layout.ENVELOPE, format, enriched("say \"hi\"\n"));
        assertThat(json(written.value()).get("record").toString()).isEqualTo(expected);
    }

    @Test
    void anyResult_keepsKeyAndHeaders_andTakesTheTimeOfWriting() throws IOException {
        for (EnrichmentResult result : List.of(enriched("{}"), failed(), tombstone())) {
            ProducerRecord<byte[], byte[]> written =
                    serialize(Layout.ENVELOPE, RecordFormat.JSON, result);
            assertThat(text(written.key())).isEqualTo("key");
            assertThat(written.timestamp()).isNull();
            assertThat(written.headers().toArray()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(text(written.headers().toArray()[0].value())).isEqualTo("1");
            assertThat(written.headers().toArray()[1].value()).isNull();
        }
    }

    @Test
    void tombstone_goesToTheEnrichedTopic_withoutAValue() throws IOException {
        ProducerRecord<byte[], byte[]> written =
                serialize(Layout.ENVELOPE, RecordFormat.JSON, tombstone());
        assertThat(written.topic()).isEqualTo("out");
        assertThat(written.value()).isNull();
    }

    @Test
    void deadLetter_hasTheOriginalBytes_andSaysWhyInHeaders() throws IOException {
        ProducerRecord<byte[], byte[]> written =
                serialize(Layout.ENVELOPE, RecordFormat.JSON, failed());
        assertThat(written.topic()).isEqualTo("dead");
        assertThat(text(written.value())).isEqualTo("not json");
        assertThat(headers(failed()))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("gleaner-failure-kind", "TRUNCATED"),
                                Map.entry("gleaner-failure-detail", "cut"),
                                Map.entry("gleaner-http-status", "200"),
                                Map.entry("gleaner-attempts", "2"),
                                Map.entry("gleaner-model", "gemini-x"),
                                Map.entry("gleaner-prompt-fingerprint", "abcdef012345"),
                                Map.entry("gleaner-cost-usd", "0.00010425"),
                                Map.entry("gleaner-usage", "{\"totalTokenCount\":7}"),
                                Map.entry("gleaner-source-topic", "in"),
                                Map.entry("gleaner-source-partition", "3"),
                                Map.entry("gleaner-source-offset", "42"),
                                Map.entry("gleaner-source-timestamp", "1700000000000"),
                                Map.entry("gleaner-failed-at", "2023-11-14T22:13:20Z")));
    }

    @Test
    void deadLetterOfAnAnswer_keepsItCompressed_andSaysWhereItBreaksTheSchema() throws IOException {
        byte[] answer = bytes("{\"n\":12}");
        ProducerRecord<byte[], byte[]> written =
                serialize(
                        Layout.ENVELOPE,
                        RecordFormat.JSON,
                        rejected(new RejectedAnswer(answer, 9, List.of("/n", "/a\"b"))));

        assertThat(gunzip(written.headers().lastHeader("gleaner-answer").value()))
                .isEqualTo(answer);
        assertThat(headersOf(written))
                .containsEntry("gleaner-answer-encoding", "gzip")
                .containsEntry("gleaner-answer-bytes", "9")
                .containsEntry("gleaner-answer-cut", "true")
                .containsEntry("gleaner-violations", "[\"/n\",\"/a\\\"b\"]");
    }

    @Test
    void deadLetterOfAnAnswer_withoutKeepAnswer_hasNoContentOfIt() {
        EnrichmentResult result = rejected(new RejectedAnswer(bytes("secret"), 6, List.of("/n")));
        ProducerRecord<byte[], byte[]> written =
                new DeadLetterEncoder("dead", false)
                        .whole(result, Objects.requireNonNull(result.failure()));

        assertThat(headersOf(written))
                .containsEntry("gleaner-violations", "[\"/n\"]")
                .doesNotContainKey("gleaner-answer")
                .doesNotContainKey("gleaner-answer-bytes");
    }

    @Test
    void deadLetterThatDoesNotFit_leavesOutItsAnswerFirst() {
        byte[] answer = new byte[400];
        new Random(1).nextBytes(answer); // which no codec makes smaller
        EnrichmentResult result = rejected(new RejectedAnswer(answer, 400, List.of()));
        Set<String> leftOut = new LinkedHashSet<>();
        for (int limit = 2_500; limit > 0; limit--) {
            leftOut.add(
                    headersOf(limited(limit).serialize(result))
                            .getOrDefault("gleaner-left-out", ""));
        }
        assertThat(leftOut).startsWith("", "answer", "answer,notes");
    }

    private static EnrichmentResult rejected(RejectedAnswer answer) {
        EnrichmentResult plain = failed();
        return new EnrichmentResult(
                plain.source(),
                null,
                plain.usageMetadata(),
                null,
                List.of(),
                CALL,
                new Failure(FailureKind.SCHEMA_VIOLATION, "/n: at most 9", 200, 0, answer));
    }

    private static byte[] gunzip(byte[] compressed) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes();
    }

    @Test
    void deadLetterThatDoesNotFit_leavesOutNoMoreThanItMust() {
        EnrichmentResult result = large(failed());
        Set<String> leftOut = new LinkedHashSet<>();
        for (int limit = 1_500; limit > 0; limit--) {
            Map<String, String> headers = headersOf(limited(limit).serialize(result));
            String left = headers.getOrDefault("gleaner-left-out", "");
            leftOut.add(left);
            assertThat(headers).containsEntry("gleaner-source-offset", "42");
            assertThat(headers.get("gleaner-value-bytes"))
                    .isEqualTo(left.contains("value") ? "300" : null);
        }
        assertThat(leftOut)
                .containsExactly(
                        "",
                        "notes",
                        "value",
                        "value,headers",
                        "value,headers,key",
                        "notes,value,headers,key");
    }

    @Test
    void enrichedOrTombstone_thatDoesNotFit_isADeadLetterThatSaysSo() {
        for (EnrichmentResult result : List.of(enriched("{}"), tombstone())) {
            ProducerRecord<byte[], byte[]> written = limited(60).serialize(result);
            assertThat(written.topic()).isEqualTo("dead");
            assertThat(headersOf(written))
                    .containsEntry("gleaner-failure-kind", "TOO_LARGE")
                    .containsEntry("gleaner-failed-at", "2023-11-14T22:13:20Z");
        }
    }

    @Test
    void recordWithoutAKey_isADeadLetter_ifItsTopicIsCompacted() {
        for (EnrichmentResult result : List.of(enriched("{}"), tombstone())) {
            EnrichmentResult keyless = withKey(result, null);
            ProducerRecord<byte[], byte[]> written = compacting("out").serialize(keyless);

            assertThat(written.topic()).isEqualTo("dead");
            assertThat(written.value()).isEqualTo(result.source().value());
            assertThat(headersOf(written))
                    .containsEntry("gleaner-failure-kind", "KEY_MISSING")
                    .containsEntry(
                            "gleaner-failure-detail",
                            "the record has no key, and the topic out is compacted"
                                    + " (cleanup.policy)");
            assertThat(compacting("other").serialize(keyless).topic()).isEqualTo("out");
            for (byte[] key : List.of(bytes("k"), new byte[0])) {
                assertThat(compacting("out").serialize(withKey(result, key)).topic())
                        .isEqualTo("out");
            }
        }
    }

    @Test
    void deadLetterTopicThatIsCompactedByNow_isRefused() {
        assertThatThrownBy(() -> compacting("dead"))
                .isInstanceOf(CompactedDeadLettersException.class)
                .hasMessageContaining("\"dead\" is compacted")
                .hasMessageContaining("set cleanup.policy=delete");
    }

    private static ResultSerializer compacting(String topic) {
        ResultSerializer serializer = notOpen(Layout.ENVELOPE, RecordFormat.JSON);
        serializer.open(
                Map.of(topic, new TopicLimit(1_000_000, null, true)),
                new UnregisteredMetricsGroup());
        return serializer;
    }

    private static EnrichmentResult withKey(EnrichmentResult result, byte @Nullable [] key) {
        SourceRecord source = result.source();
        return new EnrichmentResult(
                new SourceRecord(
                        source.topic(),
                        source.partition(),
                        source.offset(),
                        source.timestamp(),
                        key,
                        source.value(),
                        source.headers()),
                result.enrichment(),
                result.usageMetadata(),
                null,
                List.of(),
                result.call(),
                result.failure());
    }

    @Test
    void resultThatCannotBeWritten_isADeadLetterWithItsOriginal() {
        EnrichmentResult plain = enriched("{\"a\":1}");
        EnrichmentResult broken =
                new EnrichmentResult(
                        plain.source(), null, null, null, List.of(), plain.call(), null);

        ProducerRecord<byte[], byte[]> written =
                serialize(Layout.ENVELOPE, RecordFormat.JSON, broken);

        assertThat(written.topic()).isEqualTo("dead");
        assertThat(text(written.value())).isEqualTo("{\"a\":1}");
        assertThat(headersOf(written))
                .containsEntry("gleaner-failure-kind", "INTERNAL")
                .containsEntry(
                        "gleaner-failure-detail",
                        "the enriched record could not be written: java.lang.NullPointerException");
    }

    @Test
    void enriched_asEnvelope_holdsNoByteOrderMark_andNothingThatNobodyCanStore()
            throws IOException {
        String record = "\uFEFF{\"\\u0000\":\"\\ud83d \\ud83d\\ude00 \\\\u0000\"}";
        String storable = "{\"\\ufffd\":\"\\ufffd \\ud83d\\ude00 \\\\u0000\"}";

        byte[] envelope = serialize(Layout.ENVELOPE, RecordFormat.JSON, enriched(record)).value();
        assertThat(text(envelope)).contains("\"record\":" + storable);
        byte[] merged = serialize(Layout.MERGE, RecordFormat.JSON, enriched(record)).value();
        assertThat(text(merged))
                .isEqualTo("{\"\uFFFD\":\"\uFFFD 😀 \\\\u0000\",\"facts\":{\"n\": 1.0}}");
        byte[] asText =
                serialize(Layout.ENVELOPE, RecordFormat.TEXT, enriched("\uFEFFa\0b")).value();
        assertThat(json(asText).get("record").textValue()).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @CsvSource({"0.00000012", "1e3", "1E-8", "1.0", "-0", "1e9999999999"})
    void numbers_keepTheirDigits_inEachLayout(String number) throws IOException {
        EnrichmentResult result = enriched("{\"a\":[" + number + "]}");
        for (Layout layout : Layout.values()) {
            assertThat(text(serialize(layout, RecordFormat.JSON, result).value()))
                    .contains("\"a\":[" + number + "]");
        }
    }

    @Test
    void serialize_beforeOpen_isRefused() {
        ResultSerializer closed = notOpen(Layout.ENVELOPE, RecordFormat.JSON);
        EnrichmentResult result = enriched("{}");
        assertThatThrownBy(() -> closed.serialize(result)).hasMessageContaining("open()");
    }

    private static ResultSerializer notOpen(Layout layout, RecordFormat format) {
        return new ResultSerializer(
                new SinkSettings(OUT, "dead", layout, "facts", format, true),
                new ProducerSettings(
                        Map.of("max.request.size", "1000000", "buffer.memory", "1000000"),
                        Map.of()),
                Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC));
    }

    private static ResultSerializer limited(int bytes) {
        TopicLimit limit = new TopicLimit(bytes, null, false);
        ResultSerializer serializer = notOpen(Layout.ENVELOPE, RecordFormat.JSON);
        serializer.open(Map.of("out", limit, "dead", limit), new UnregisteredMetricsGroup());
        return serializer;
    }

    private static Map<String, String> headersOf(ProducerRecord<byte[], byte[]> written) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : written.headers()) {
            headers.put(header.key(), header.value() == null ? "" : text(header.value()));
        }
        return headers;
    }

    /** The same of a record whose value, headers and key are of 300, 200 and 100 bytes. */
    private static EnrichmentResult large(EnrichmentResult result) {
        SourceRecord source = result.source();
        return new EnrichmentResult(
                new SourceRecord(
                        source.topic(),
                        source.partition(),
                        source.offset(),
                        source.timestamp(),
                        new byte[100],
                        new byte[300],
                        List.of(new RecordHeader("h", new byte[200]))),
                null,
                result.usageMetadata(),
                null,
                List.of(),
                result.call(),
                result.failure());
    }

    private static ProducerRecord<byte[], byte[]> serialize(
            Layout layout, RecordFormat format, EnrichmentResult result) {
        ResultSerializer serializer = notOpen(layout, format);
        serializer.open(Map.of(), new UnregisteredMetricsGroup());
        return serializer.serialize(result);
    }

    private static Map<String, String> headers(EnrichmentResult result) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : serialize(Layout.ENVELOPE, RecordFormat.JSON, result).headers()) {
            if (header.key().startsWith(DeadLetterHeaders.PREFIX)) {
                headers.put(header.key(), text(header.value()));
            }
        }
        return headers;
    }

    private static CallSummary costing(@Nullable Long nanoUsd) {
        return new CallSummary(
                CALL.model(),
                CALL.modelVersion(),
                CALL.responseId(),
                CALL.finishReason(),
                CALL.attempts(),
                CALL.elapsedMillis(),
                nanoUsd,
                CALL.promptFingerprint());
    }

    private static EnrichmentResult with(EnrichmentResult result, CallSummary call) {
        return new EnrichmentResult(
                result.source(),
                result.enrichment(),
                result.usageMetadata(),
                result.groundingMetadata(),
                result.details(),
                call,
                result.failure());
    }

    private static EnrichmentResult enriched(String value) {
        return new EnrichmentResult(
                record(value),
                bytes("{\"n\": 1.0}"),
                bytes("{\"totalTokenCount\":7}"),
                null,
                List.of(),
                CALL,
                null);
    }

    private static EnrichmentResult failed() {
        return new EnrichmentResult(
                record("not json"),
                null,
                bytes("{\"totalTokenCount\":7}"),
                null,
                List.of(),
                CALL,
                new Failure(FailureKind.TRUNCATED, "cut", 200, 1_700_000_000_000L));
    }

    private static EnrichmentResult tombstone() {
        return new EnrichmentResult(record(null), null, null, null, List.of(), CALL, null);
    }

    private static SourceRecord record(@Nullable String value) {
        return new SourceRecord(
                "in",
                3,
                42,
                1_700_000_000_000L,
                bytes("key"),
                value == null ? null : bytes(value),
                List.of(
                        new RecordHeader("h", bytes("1")),
                        new RecordHeader("gleaner-attempts", bytes("an earlier job's")),
                        new RecordHeader("h", null)));
    }

    private static JsonNode json(byte[] value) throws IOException {
        return JsonMapper.builder().build().readTree(value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
