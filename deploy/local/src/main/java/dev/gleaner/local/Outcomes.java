package dev.gleaner.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What came out, read from the topics as any consumer sees it: committed records only. Used by one
 * thread.
 */
public final class Outcomes implements AutoCloseable {
    private static final int SAMPLES = 3;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final ObjectReader OUTCOME = MAPPER.readerFor(Outcome.class);
    private static final ObjectReader USAGE = MAPPER.readerFor(Outcome.Usage.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaConsumer<byte[], byte[]> writtenOffsets;
    private final String deadLetterTopic;
    private final SourceOffsets offsets = new SourceOffsets();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final Map<String, String> firstDetails = new TreeMap<>();
    private final List<byte[]> samples = new ArrayList<>();
    private long enriched;
    private long tokens;
    private @Nullable BigDecimal costUsd;

    /** Starts at the beginning of both topics, which must exist. */
    public Outcomes(String bootstrapServers, String enrichedTopic, String deadLetterTopic) {
        this(bootstrapServers, List.of(enrichedTopic), deadLetterTopic);
    }

    /** Starts at the beginning of all topics, which must exist. */
    public Outcomes(
            String bootstrapServers, Collection<String> enrichedTopics, String deadLetterTopic) {
        this.deadLetterTopic = deadLetterTopic;
        this.consumer = consumer(bootstrapServers, "read_committed");
        this.writtenOffsets = consumer(bootstrapServers, "read_uncommitted");
        consumer.assign(
                Stream.concat(enrichedTopics.stream(), Stream.of(deadLetterTopic))
                        .distinct()
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String servers, String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Counts what has arrived, waiting at most {@code patience} for the first record. */
    public void poll(Duration patience) {
        consumer.poll(patience).forEach(this::count);
    }

    /**
     * Counts everything that is written by now. What belongs to a transaction that is still open is
     * waited for: a commit is acknowledged before every topic shows it.
     */
    public void pollToEnd() {
        Map<TopicPartition, Long> ends = writtenOffsets.endOffsets(consumer.assignment());
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(Duration.ofMillis(100));
        }
    }

    private void count(ConsumerRecord<byte[], byte[]> committed) {
        if (committed.topic().equals(deadLetterTopic)) {
            countDeadLetter(committed);
        } else {
            countEnriched(committed.value());
        }
    }

    private void countEnriched(byte @Nullable [] value) {
        enriched++;
        if (value == null) {
            return;
        }
        if (samples.size() < SAMPLES) {
            samples.add(value);
        }
        Outcome outcome = decode(value);
        Outcome.Position source = outcome.source();
        if (source != null) {
            offsets.add(source.topic(), source.partition(), source.offset());
        }
        Outcome.Usage usage = outcome.usageMetadata();
        tokens += usage == null ? 0 : usage.totalTokenCount();
        Outcome.Call call = outcome.call();
        addCost(call == null ? null : call.costUsd());
    }

    private void addCost(@Nullable BigDecimal usd) {
        if (usd != null) {
            costUsd = costUsd == null ? usd : costUsd.add(usd);
        }
    }

    private void countDeadLetter(ConsumerRecord<byte[], byte[]> letter) {
        String kind = Objects.requireNonNullElse(header(letter, "gleaner-failure-kind"), "(none)");
        deadLetters.merge(kind, 1L, Long::sum);
        String detail = header(letter, "gleaner-failure-detail");
        if (detail != null && !firstDetails.containsKey(kind)) {
            firstDetails.put(kind, detail + KeptAnswer.shown(letter.headers()));
        }
        String topic = header(letter, "gleaner-source-topic");
        String partition = header(letter, "gleaner-source-partition");
        String offset = header(letter, "gleaner-source-offset");
        if (topic != null && partition != null && offset != null) {
            offsets.add(topic, Integer.parseInt(partition), Long.parseLong(offset));
        }
        String usage = header(letter, "gleaner-usage");
        tokens += usage == null ? 0 : totalTokens(usage);
        String cost = header(letter, "gleaner-cost-usd");
        addCost(cost == null ? null : new BigDecimal(cost));
    }

    private static @Nullable String header(ConsumerRecord<?, ?> record, String key) {
        Header header = record.headers().lastHeader(key);
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** A layout that puts something else in these fields gives an empty outcome. */
    private static Outcome decode(byte[] enriched) {
        try {
            return OUTCOME.readValue(enriched);
        } catch (JsonProcessingException e) {
            return new Outcome(null, null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes in memory: does not happen
        }
    }

    private static long totalTokens(String usageMetadata) {
        try {
            return USAGE.<Outcome.Usage>readValue(usageMetadata).totalTokenCount();
        } catch (JsonProcessingException e) {
            return 0;
        }
    }

    /** Returns the counts so far. */
    public OutcomeCounts counts() {
        return new OutcomeCounts(
                enriched,
                Map.copyOf(deadLetters),
                Map.copyOf(firstDetails),
                offsets.distinct(),
                offsets.repeated(),
                tokens,
                costUsd);
    }

    /** Returns the values of the first few enriched records. */
    public List<byte[]> samples() {
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        consumer.close();
        writtenOffsets.close();
    }
}
