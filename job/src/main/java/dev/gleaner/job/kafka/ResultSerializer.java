package dev.gleaner.job.kafka;

import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.RecordHeader;
import dev.gleaner.model.SourceRecord;
import java.util.Objects;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns a result into the one Kafka record it ends as: an enriched record, a dead letter, or a
 * tombstone. Key and headers of the source record are kept.
 */
final class ResultSerializer implements KafkaRecordSerializationSchema<EnrichmentResult> {
    private static final long serialVersionUID = 1L;

    private final SinkSettings settings;
    private transient @Nullable EnrichedRecordEncoder encoder;
    private transient @Nullable TopicRouter router;

    ResultSerializer(SinkSettings settings) {
        this.settings = settings;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            EnrichmentResult result, KafkaSinkContext context, @Nullable Long timestamp) {
        return serialize(result);
    }

    ProducerRecord<byte[], byte[]> serialize(EnrichmentResult result) {
        SourceRecord source = result.source();
        if (result.failure() != null) {
            ProducerRecord<byte[], byte[]> deadLetter =
                    keeping(source, settings.deadLetterTopic(), source.value());
            DeadLetterHeaders.add(deadLetter.headers(), result, result.failure());
            return deadLetter;
        }
        if (source.value() == null) {
            return keeping(source, router().topicWithoutAnswer(), null);
        }
        byte[] answer = Objects.requireNonNull(result.enrichment(), "enrichment");
        return keeping(source, router().topic(answer), encoder().encode(result));
    }

    /**
     * The timestamp is that of the writing: with the source's, Kafka's retention would delete the
     * results of old records at once. Headers of an earlier dead letter are not true any more.
     */
    private static ProducerRecord<byte[], byte[]> keeping(
            SourceRecord source, String topic, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, null, source.key(), value);
        for (RecordHeader header : source.headers()) {
            if (!header.key().startsWith(DeadLetterHeaders.PREFIX)) {
                record.headers().add(header.key(), header.value());
            }
        }
        return record;
    }

    private TopicRouter router() {
        if (router == null) {
            router = new TopicRouter(settings.routes());
        }
        return router;
    }

    /** Made where it is used: it does not travel. */
    private EnrichedRecordEncoder encoder() {
        if (encoder == null) {
            encoder =
                    new EnrichedRecordEncoder(
                            settings.layout(), settings.mergeField(), settings.format());
        }
        return encoder;
    }
}
