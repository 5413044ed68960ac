package dev.gleaner.job.kafka;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whether Kafka takes a record. The producer measures without compression; the broker measures the
 * compressed batch, which a large record has to itself: the producer splits others by itself.
 */
final class RecordSizes {
    /** What no codec adds to what it cannot compress: snappy a sixth, the others far less. */
    private static final double WORST_CODEC = 1.25;

    private static final int CODEC_HEADER = 1_024;

    private final long requestBytes;
    private final Compression codec;
    private final Map<String, TopicLimit> limits;

    /**
     * @param producer the producer's properties, which must have the sizes
     * @param limits of the topics, as far as they are known
     */
    RecordSizes(Map<String, String> producer, Map<String, TopicLimit> limits) {
        this.requestBytes =
                Math.min(
                        number(producer, ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                        number(producer, ProducerConfig.BUFFER_MEMORY_CONFIG));
        this.codec =
                CodecSettings.of(
                                producer.getOrDefault(
                                        ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"),
                                producer::get)
                        .compression();
        this.limits = Map.copyOf(limits);
    }

    private static long number(Map<String, String> producer, String name) {
        return Long.parseLong(Objects.requireNonNull(producer.get(name), name).strip());
    }

    /** Returns why Kafka would refuse a record, or null if it will not. */
    @Nullable String objection(ProducerRecord<byte[], byte[]> record) {
        long plain =
                AbstractRecords.estimateSizeInBytesUpperBound(
                        RecordBatch.CURRENT_MAGIC_VALUE,
                        codec.type(),
                        record.key(),
                        record.value(),
                        record.headers().toArray());
        if (plain > requestBytes) {
            return "has "
                    + plain
                    + " bytes, and the producer sends "
                    + requestBytes
                    + " at most (max.request.size, buffer.memory)";
        }
        TopicLimit limit = limits.getOrDefault(record.topic(), TopicLimit.KAFKAS_DEFAULT);
        if (plain * WORST_CODEC + CODEC_HEADER <= limit.batchBytes()) {
            return null;
        }
        long largest = batchBytes(record, codec);
        if (limit.codec() != null) {
            largest = Math.max(largest, batchBytes(record, limit.codec().compression()));
        }
        return largest <= limit.batchBytes()
                ? null
                : "has "
                        + largest
                        + " bytes as Kafka stores it, and the topic "
                        + record.topic()
                        + " takes "
                        + limit.batchBytes()
                        + " (max.message.bytes)";
    }

    private static long batchBytes(ProducerRecord<byte[], byte[]> record, Compression compression) {
        return MemoryRecords.withRecords(
                        compression,
                        new SimpleRecord(
                                0L, record.key(), record.value(), record.headers().toArray()))
                .sizeInBytes();
    }
}
