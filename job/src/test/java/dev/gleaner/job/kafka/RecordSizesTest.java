package dev.gleaner.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSizesTest {
    private static final int LIMIT = 100_000;
    private static final int REQUEST = 2_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void incompressible_isTakenUpToTheLastByte(String codec) {
        int longest = 0;
        for (int length = LIMIT - 1_000; length < LIMIT; length++) {
            ProducerRecord<byte[], byte[]> record = record(noise(length));
            boolean taken = sizes(codec, null).objection(record) == null;
            assertThat(taken).isEqualTo(bytes(record, codec) <= LIMIT);
            longest = taken ? length : longest;
        }
        assertThat(longest).isGreaterThan(LIMIT - 1_000);
    }

    @ParameterizedTest
    @CsvSource({"none, false", "gzip, true", "snappy, true", "lz4, true", "zstd, true"})
    void compressible_isMeasuredAsItIsSent(String codec, boolean taken) {
        byte[] text = "my card is lost ".repeat(LIMIT / 8).getBytes(StandardCharsets.UTF_8);
        assertThat(sizes(codec, null).objection(record(text)) == null).isEqualTo(taken);
    }

    @Test
    void topicThatUnpacks_isAskedForTheUnpackedSize() {
        byte[] text = "my card is lost ".repeat(LIMIT / 8).getBytes(StandardCharsets.UTF_8);
        assertThat(sizes("lz4", new CodecSettings("none", null)).objection(record(text)))
                .contains("has 200", "the topic out takes 100000 (max.message.bytes)");
    }

    @Test
    void producersOwnLimit_isOfTheUnpackedSize() {
        assertThat(sizes("lz4", null).objection(record(new byte[REQUEST])))
                .contains("the producer sends 2000000 at most (max.request.size, buffer.memory)");
    }

    @Test
    void topicOfWhichNothingIsKnown_takesKafkasDefault() {
        RecordSizes sizes = new RecordSizes(producer("none"), Map.of());
        assertThat(sizes.objection(record(new byte[1_048_000]))).isNull();
        assertThat(sizes.objection(record(new byte[1_048_588]))).contains("takes 1048588");
    }

    @Test
    void level_isTheProducers() {
        StringBuilder words = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < LIMIT; i++) {
            words.append(Integer.toString(random.nextInt(1_000) * 7_919, 36)).append(' ');
        }
        byte[] text = words.toString().getBytes(StandardCharsets.UTF_8);
        Map<String, String> weak =
                Map.of(
                        "max.request.size", "20000000",
                        "buffer.memory", "20000000",
                        "compression.type", "gzip",
                        "compression.gzip.level", "1");
        int bytes =
                MemoryRecords.withRecords(
                                new CodecSettings("gzip", 1).compression(),
                                new SimpleRecord(0L, null, text))
                        .sizeInBytes();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("out", text);
        assertThat(bytes).isNotEqualTo(bytes(record, "gzip"));
        for (int limit : new int[] {bytes - 1, bytes}) {
            RecordSizes sizes =
                    new RecordSizes(weak, Map.of("out", new TopicLimit(limit, null, false)));
            assertThat(sizes.objection(record) == null).isEqualTo(limit == bytes);
        }
    }

    private static RecordSizes sizes(String codec, @Nullable CodecSettings topic) {
        return new RecordSizes(producer(codec), Map.of("out", new TopicLimit(LIMIT, topic, false)));
    }

    private static Map<String, String> producer(String codec) {
        return Map.of(
                "max.request.size",
                String.valueOf(REQUEST),
                "buffer.memory",
                "10000000",
                "compression.type",
                codec);
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] value) {
        return new ProducerRecord<>("out", null, "k".getBytes(StandardCharsets.UTF_8), value);
    }

    private static int bytes(ProducerRecord<byte[], byte[]> record, String codec) {
        return MemoryRecords.withRecords(
                        new CodecSettings(codec, null).compression(),
                        new SimpleRecord(0L, record.key(), record.value()))
                .sizeInBytes();
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}
