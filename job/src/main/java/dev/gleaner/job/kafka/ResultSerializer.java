package dev.gleaner.job.kafka;

import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.SourceRecord;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a result into the one Kafka record it ends as: an enriched record, a dead letter, or a
 * tombstone. Key and headers of the source record are kept. What its topic would not take, for its
 * size or its missing key, becomes a dead letter, or a shorter one. So does what cannot be written,
 * for a defect: an exception here would fail the job, and again after each restart.
 */
final class ResultSerializer implements KafkaRecordSerializationSchema<EnrichmentResult> {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ResultSerializer.class);

    private final SinkSettings settings;
    private final ProducerSettings producer;
    private final Clock clock;
    private transient @Nullable Open open;

    /** What does not travel. */
    private record Open(
            TopicRouter router,
            EnrichedRecordEncoder enriched,
            DeadLetterEncoder deadLetters,
            RecordSizes sizes,
            Set<String> compacted,
            Counter keyMissing,
            Counter tooLarge,
            Counter defects,
            Counter shortened) {}

    ResultSerializer(SinkSettings settings, ProducerSettings producer, Clock clock) {
        this.settings = settings;
        this.producer = producer;
        this.clock = clock;
    }

    /**
     * Asks Kafka what the topics take now; of what it does not say, the submission knew more. The
     * exactly-once writer opens twice, and a metric can be registered once.
     *
     * @throws CompactedDeadLettersException if the dead-letter topic is compacted by now
     */
    @Override
    public void open(InitializationContext context, KafkaSinkContext sinkContext)
            throws InterruptedException {
        if (open != null) {
            return;
        }
        Map<String, TopicLimit> limits = new HashMap<>(producer.limits());
        limits.putAll(TopicLimits.read(producer.properties(), producer.limits().keySet()));
        open(limits, context.getMetricGroup());
    }

    /** Opens it without asking anybody. */
    void open(Map<String, TopicLimit> limits, MetricGroup metrics) {
        Set<String> compacted =
                limits.entrySet().stream()
                        .filter(each -> each.getValue().compacted())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet());
        if (compacted.contains(settings.deadLetterTopic())) {
            throw new CompactedDeadLettersException(settings.deadLetterTopic());
        }
        MetricGroup group = metrics.addGroup("gleaner");
        MetricGroup failures = group.addGroup("failures");
        open =
                new Open(
                        new TopicRouter(settings.routes()),
                        new EnrichedRecordEncoder(
                                settings.layout(), settings.mergeField(), settings.format()),
                        new DeadLetterEncoder(settings.deadLetterTopic(), settings.keepAnswer()),
                        new RecordSizes(producer.properties(), limits),
                        compacted,
                        failures.counter(FailureKind.KEY_MISSING.name()),
                        failures.counter(FailureKind.TOO_LARGE.name()),
                        failures.counter(FailureKind.INTERNAL.name()),
                        group.counter("deadLettersShortened"));
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            EnrichmentResult result, KafkaSinkContext context, @Nullable Long timestamp) {
        return serialize(result);
    }

    ProducerRecord<byte[], byte[]> serialize(EnrichmentResult result) {
        Open with = Objects.requireNonNull(open, "open() comes first");
        if (result.failure() != null) {
            return deadLetter(result, result.failure(), with);
        }
        try {
            return enriched(result, with);
        } catch (RuntimeException defect) {
            LOG.error("The result of {} could not be written", result.source(), defect);
            with.defects().inc();
            return deadLetter(
                    result,
                    failure(
                            FailureKind.INTERNAL,
                            "the enriched record could not be written: "
                                    + defect.getClass().getName()),
                    with);
        }
    }

    private ProducerRecord<byte[], byte[]> enriched(EnrichmentResult result, Open with) {
        ProducerRecord<byte[], byte[]> record = success(result, with);
        if (record.key() == null && with.compacted().contains(record.topic())) {
            with.keyMissing().inc();
            return deadLetter(
                    result,
                    failure(
                            FailureKind.KEY_MISSING,
                            "the record has no key, and the topic "
                                    + record.topic()
                                    + " is compacted (cleanup.policy)"),
                    with);
        }
        String objection = with.sizes().objection(record);
        if (objection == null) {
            return record;
        }
        with.tooLarge().inc();
        return deadLetter(
                result, failure(FailureKind.TOO_LARGE, "the enriched record " + objection), with);
    }

    private Failure failure(FailureKind kind, String detail) {
        return new Failure(kind, detail, null, clock.millis());
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(
            EnrichmentResult result, Failure failure, Open with) {
        ProducerRecord<byte[], byte[]> whole = with.deadLetters().whole(result, failure);
        if (with.sizes().objection(whole) == null) {
            return whole;
        }
        with.shortened().inc();
        return with.deadLetters()
                .shortened(result, failure, letter -> with.sizes().objection(letter) == null);
    }

    /**
     * The timestamp is that of the writing: with the source's, Kafka's retention would delete the
     * results of old records at once.
     */
    private static ProducerRecord<byte[], byte[]> success(EnrichmentResult result, Open with) {
        SourceRecord source = result.source();
        ProducerRecord<byte[], byte[]> record =
                source.value() == null
                        ? new ProducerRecord<>(
                                with.router().topicWithoutAnswer(), null, source.key(), null)
                        : new ProducerRecord<>(
                                with.router().topic(Objects.requireNonNull(result.enrichment())),
                                null,
                                source.key(),
                                with.enriched().encode(result));
        OriginalHeaders.copy(source, record.headers());
        return record;
    }
}
