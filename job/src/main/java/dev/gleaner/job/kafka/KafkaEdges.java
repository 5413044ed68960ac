package dev.gleaner.job.kafka;

import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.spec.Delivery;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SinkTopics;
import dev.gleaner.spec.SourceSpec;
import dev.gleaner.spec.StartFrom;
import dev.gleaner.spec.StopAt;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Builds the source and the sink that a spec describes. */
public final class KafkaEdges {
    /** Dead letters carry the original bytes: what could be read must be writable. */
    private static final int MAX_REQUEST_BYTES = 64 << 20;

    /** The longest transaction that a broker allows unless it is told otherwise. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    /**
     * How long Kafka may be gone before the job fails, to be restarted from its last checkpoint and
     * to pay again for what it had enriched since. Kafka's clients give up after one or two minutes
     * by default: in transactions, 70 s without a broker failed a job, and 193 of 1,000 calls were
     * made again. Flink's checkpoints wait for ten minutes by default.
     */
    private static final String OUTAGE_MILLIS = String.valueOf(Duration.ofMinutes(10).toMillis());

    /**
     * The source would commit what it has read, and not what has been enriched: a job started again
     * at such offsets, without a checkpoint, would skip the records whose calls were under way.
     */
    private static final boolean COMMIT_OFFSETS = false;

    /** The source skips records of aborted transactions, which must not be billed. */
    private static final String READ_COMMITTED =
            IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT);

    /** A position that is gone is an error, which {@link Positions} handles. */
    private static final String NO_RESET = "none";

    private KafkaEdges() {}

    /** Returns the source of records as they are, bounded if the spec says where to stop. */
    public static Source<SourceRecord, KafkaPartitionSplit, KafkaSourceEnumState> source(
            JobSpec spec) {
        SourceSpec source = spec.source();
        Properties consumer = consumer(spec);
        KafkaSourceBuilder<SourceRecord> builder =
                KafkaSource.<SourceRecord>builder()
                        .setProperties(consumer)
                        .setStartingOffsets(start(source.startFrom()))
                        .setDeserializer(new SourceRecordDeserializer());
        if (source.topicPattern() == null) {
            builder.setTopics(source.topics());
        } else {
            builder.setTopicPattern(source.topicPattern());
        }
        if (source.stopAt() != null) {
            builder.setBounded(stop(source.stopAt(), consumer));
        }
        Properties reader = new Properties();
        reader.putAll(consumer);
        reader.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, NO_RESET);
        return new GuardedKafkaSource(builder.build(), reader, source.onDataLoss());
    }

    /** Returns all that the source's clients need, so that the connector adds nothing. */
    private static Properties consumer(JobSpec spec) {
        String bytes = ByteArrayDeserializer.class.getName();
        Properties consumer = new Properties();
        consumer.setProperty(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, spec.source().bootstrapServers());
        consumer.setProperty(ConsumerConfig.GROUP_ID_CONFIG, groupId(spec));
        consumer.setProperty(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, OUTAGE_MILLIS);
        consumer.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        consumer.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, bytes);
        consumer.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, bytes);
        consumer.setProperty(
                KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(),
                String.valueOf(COMMIT_OFFSETS));
        consumer.putAll(KafkaSecrets.forClient(spec.source().properties().values()));
        consumer.putIfAbsent(
                KafkaSourceOptions.CLIENT_ID_PREFIX.key(),
                consumer.getProperty(ConsumerConfig.GROUP_ID_CONFIG));
        return consumer;
    }

    /** Returns the consumer group: the one the user sets, else one named after the job. */
    static String groupId(JobSpec spec) {
        return spec.source()
                .properties()
                .values()
                .getOrDefault(ConsumerConfig.GROUP_ID_CONFIG, "gleaner-" + spec.name());
    }

    @SuppressWarnings(
            "deprecation") // the connector's own interface still asks for Kafka's old enum
    private static OffsetsInitializer start(StartFrom from) {
        return switch (from.position()) {
            case EARLIEST -> OffsetsInitializer.earliest();
            case LATEST -> OffsetsInitializer.latest();
            case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
            case INSTANT ->
                    OffsetsInitializer.timestamp(
                            Objects.requireNonNull(from.instant()).toEpochMilli());
        };
    }

    private static OffsetsInitializer stop(StopAt at, Properties consumer) {
        OffsetsInitializer end =
                at.instant() == null
                        ? OffsetsInitializer.latest()
                        : OffsetsInitializer.timestamp(at.instant().toEpochMilli());
        return READ_COMMITTED.equals(consumer.getProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG))
                ? new CommittedEnd(end, consumer)
                : end;
    }

    /**
     * Returns the one sink of all results. It writes all topics, so that one transaction covers
     * them.
     *
     * @param limits what was found of what the topics take
     */
    public static KafkaSink<EnrichmentResult> sink(JobSpec spec, Map<String, TopicLimit> limits) {
        Map<String, String> producer = producer(spec);
        SinkTopics topics = SinkTopics.of(spec);
        Map<String, TopicLimit> known = new HashMap<>();
        topics.names().keySet().forEach(name -> known.put(name, TopicLimit.KAFKAS_DEFAULT));
        known.put(spec.deadLetter().topic(), TopicLimit.KAFKAS_DEFAULT);
        known.putAll(limits);
        return KafkaSink.<EnrichmentResult>builder()
                .setBootstrapServers(spec.sink().bootstrapServers())
                .setKafkaProducerConfig(properties(producer))
                .setDeliveryGuarantee(
                        spec.sink().delivery() == Delivery.EXACTLY_ONCE
                                ? DeliveryGuarantee.EXACTLY_ONCE
                                : DeliveryGuarantee.AT_LEAST_ONCE)
                .setTransactionalIdPrefix(transactionalIdPrefix(spec))
                .setRecordSerializer(
                        new ResultSerializer(
                                new SinkSettings(
                                        topics.routes(),
                                        spec.deadLetter().topic(),
                                        spec.sink().layout(),
                                        spec.sink().mergeField(),
                                        spec.source().format(),
                                        spec.deadLetter().keepAnswer()),
                                new ProducerSettings(producer, known),
                                Clock.systemUTC()))
                .build();
    }

    private static Map<String, String> producer(JobSpec spec) {
        Map<String, String> properties = new HashMap<>();
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(MAX_REQUEST_BYTES));
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(MAX_REQUEST_BYTES));
        properties.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                String.valueOf(TRANSACTION_TIMEOUT.toMillis()));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, OUTAGE_MILLIS);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, OUTAGE_MILLIS);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putAll(KafkaSecrets.forClient(spec.sink().properties().values()));
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, spec.sink().bootstrapServers());
        return properties;
    }

    static String transactionalIdPrefix(JobSpec spec) {
        return "gleaner-" + spec.name();
    }

    /** Returns how long a transaction may be open: the user's word, else what brokers allow. */
    public static Duration transactionTimeout(JobSpec spec) {
        String millis =
                spec.sink().properties().values().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return millis == null ? TRANSACTION_TIMEOUT : Duration.ofMillis(Long.parseLong(millis));
    }

    private static Properties properties(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }
}
