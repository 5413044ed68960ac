package dev.gleaner.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PromptException;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.schema.AnswerCheck;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.spec.FieldCondition;
import dev.gleaner.spec.Layout;
import dev.gleaner.spec.TopicRoute;
import dev.gleaner.spec.TopicTemplate;
import dev.gleaner.text.StorableText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records and answers at the edges of JSON, on the whole way from the source to the sink. */
class OddRecordsTest {
    private static final int ROUNDS = 1_000;
    private static final String LONG_NAME = "か".repeat(16_667);
    private static final Set<FailureKind> KINDS_OF_RECORDS =
            EnumSet.of(FailureKind.INVALID_JSON, FailureKind.INVALID_ENCODING);

    /** As a consumer might have it: Jackson's own limits but for the length of names. */
    private static final ObjectReader CONSUMER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNameLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .build()
                    .readerFor(JsonNode.class);

    private final PromptRenderer renderer =
            new PromptRenderer(
                    new PromptSettings(
                            RecordFormat.JSON,
                            List.of(PartSettings.text("{{/a?}} {{/b?}} {{record}}")),
                            null,
                            10_000_000,
                            true));
    private final AnswerValidator validator = AnswerValidator.jsonOnly();

    @ParameterizedTest
    @EnumSource(Layout.class)
    void oddRecords_whateverTheyHold_becomeValidRecordsOrDeadLetters(Layout layout)
            throws IOException {
        long seed = System.nanoTime();
        System.out.println("OddRecordsTest: seed " + seed);
        OddJson odd = new OddJson(new Random(seed));
        ResultSerializer serializer = serializer(layout);
        int enriched = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] record = odd.record();
            String answer = odd.value(3);
            String failure = refusal(record);
            AnswerCheck check = validator.check(StorableText.ofJson(answer));
            EnrichmentResult result =
                    failure != null
                            ? result(record, null, failure)
                            : check instanceof AnswerCheck.Valid valid
                                    ? result(record, valid.json(), null)
                                    : result(record, null, "the answer");
            ProducerRecord<byte[], byte[]> written = serializer.serialize(result);
            if (written.topic().equals("dead")) {
                assertThat(written.value()).isEqualTo(record);
            } else {
                enriched++;
                assertStorable(written.value());
            }
        }
        assertThat(enriched).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void nameLongerInBytesThanJacksonTakes_isReadAndWrittenAlike(Layout layout) throws IOException {
        byte[] record = bytes("{\"" + LONG_NAME + "\":0.00000012}");
        assertThat(refusal(record)).isNull();

        ProducerRecord<byte[], byte[]> written =
                serializer(layout).serialize(result(record, "{\"" + LONG_NAME + "\":1}", null));

        assertThat(written.topic()).isEqualTo("other");
        assertThat(text(written.value())).contains(LONG_NAME + "\":0.00000012");
    }

    @Test
    void numberLongerThanTheLimit_isRefusedAtTheFirstReading() {
        assertThat(refusal(bytes("{\"a\":" + "9".repeat(1_000) + "}"))).isNull();
        assertThat(refusal(bytes("{\"a\":" + "9".repeat(1_001) + "}"))).isEqualTo("INVALID_JSON");
    }

    /** Returns the kind of failure that the record's first reading ends with, or null. */
    private @Nullable String refusal(byte[] record) {
        try {
            renderer.render(record);
            return null;
        } catch (PromptException refused) {
            assertThat(refused.kind()).isIn(KINDS_OF_RECORDS);
            return refused.kind().name();
        }
    }

    private static void assertStorable(byte[] value) throws IOException {
        String json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        assertThat(StorableText.ofJson(json).equals(json)).isTrue();
        assertThat(CONSUMER.readTree(json).isObject()).isTrue();
    }

    private static ResultSerializer serializer(Layout layout) {
        List<TopicRoute> routes =
                List.of(
                        new TopicRoute(
                                topic("big"),
                                List.of(new FieldCondition("/a", List.of(), BigDecimal.TEN, null))),
                        new TopicRoute(topic("other"), List.of()));
        ResultSerializer serializer =
                new ResultSerializer(
                        new SinkSettings(routes, "dead", layout, "facts", RecordFormat.JSON, false),
                        new ProducerSettings(
                                Map.of("max.request.size", "10000000", "buffer.memory", "10000000"),
                                Map.of()),
                        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        TopicLimit limit = new TopicLimit(10_000_000, null, false);
        serializer.open(
                Map.of("big", limit, "other", limit, "dead", limit),
                new UnregisteredMetricsGroup());
        return serializer;
    }

    private static TopicTemplate topic(String name) {
        return new TopicTemplate(List.of(new TopicTemplate.Part(name, false)));
    }

    private static EnrichmentResult result(
            byte[] record, @Nullable String answer, @Nullable String failure) {
        return new EnrichmentResult(
                new SourceRecord("in", 0, 0, 0, null, record, List.of()),
                answer == null ? null : bytes(answer),
                null,
                null,
                List.of(),
                new CallSummary("m", null, null, null, 1, 1, null, "f"),
                failure == null ? null : new Failure(FailureKind.INVALID_JSON, failure, null, 0));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Makes JSON with whatever is rare in it, and now and then what is none. */
    private record OddJson(Random random) {
        private static final List<String> NUMBERS =
                List.of(
                        "0.00000012",
                        "1e3",
                        "1E-8",
                        "1.0",
                        "-0",
                        "-0.0",
                        "1e999999999",
                        "-1e-999999999",
                        "1e9999999999",
                        "12345678901234567890123",
                        "9".repeat(1_000),
                        "9".repeat(1_001),
                        "0." + "1".repeat(998),
                        "0." + "1".repeat(1_000));
        private static final List<String> TEXTS =
                List.of(
                        "",
                        "a",
                        "b",
                        "facts",
                        "\\ud83d",
                        "\\ude00\\ud83d",
                        "\\ud83d\\ude00",
                        "😀",
                        "\\u0000",
                        "\\\\u0000",
                        "\\\\\\u0000",
                        "\\uFFFF",
                        "\\\"",
                        "é",
                        LONG_NAME,
                        "n".repeat(50_001));

        byte[] record() {
            byte[] record = bytes((random.nextInt(9) == 0 ? "\uFEFF" : "") + "{" + fields(4) + "}");
            if (random.nextInt(5) == 0) {
                record[random.nextInt(record.length)] = (byte) random.nextInt(256);
            }
            return record;
        }

        String value(int depth) {
            return switch (random.nextInt(depth > 0 ? 8 : 4)) {
                case 0 -> '"' + one(TEXTS) + one(TEXTS) + '"';
                case 1, 2 -> one(NUMBERS);
                case 3 -> one(List.of("true", "null", "[]", "{}"));
                case 4 -> deep();
                case 5 -> '[' + value(depth - 1) + ',' + value(depth - 1) + ']';
                default -> '{' + fields(depth) + '}';
            };
        }

        private String fields(int depth) {
            StringBuilder fields = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                fields.append('"').append(one(TEXTS)).append("\":").append(value(depth - 1));
                fields.append(i == 0 ? "" : ",");
            }
            return fields.toString();
        }

        private String deep() {
            int levels = random.nextBoolean() ? 485 + random.nextInt(20) : 985 + random.nextInt(20);
            return random.nextBoolean()
                    ? "[".repeat(levels) + "]".repeat(levels)
                    : "{\"a\":".repeat(levels) + "0" + "}".repeat(levels);
        }

        private String one(List<String> list) {
            return list.get(random.nextInt(list.size()));
        }
    }
}
