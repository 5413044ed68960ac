package dev.gleaner.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a job wrote, as a consumer sees it that reads committed records only.
 *
 * @param enriched the records of the sink's topic, in order within each partition
 * @param deadLetters the records of the dead letters' topic
 */
record Results(
        List<ConsumerRecord<byte[], byte[]>> enriched,
        List<ConsumerRecord<byte[], byte[]>> deadLetters) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Where a record came from. */
    record Origin(String topic, int partition, long offset) {}

    static Results read(String servers, String enriched, String deadLetters) {
        return new Results(read(servers, enriched), read(servers, deadLetters));
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String servers, String topic) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (var written = consumer(servers, "read_uncommitted");
                var committed = consumer(servers, "read_committed")) {
            List<TopicPartition> partitions =
                    written.partitionsFor(topic).stream()
                            .map(found -> new TopicPartition(topic, found.partition()))
                            .toList();
            // The end that includes transactions whose commit is still on its way.
            Map<TopicPartition, Long> ends = written.endOffsets(partitions);
            committed.assign(partitions);
            committed.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> committed.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("uncommitted records in " + topic);
                }
                committed.poll(Duration.ofMillis(100)).forEach(read::add);
            }
        }
        return read;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String servers, String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        16 << 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Returns the only record of this id, which must be an enriched one. */
    JsonNode enriched(String id) {
        return json(only(enriched, deadLetters, id));
    }

    /** Returns the only record of this id, which must be a dead letter. */
    ConsumerRecord<byte[], byte[]> deadLetter(String id) {
        return only(deadLetters, enriched, id);
    }

    private static ConsumerRecord<byte[], byte[]> only(
            List<ConsumerRecord<byte[], byte[]>> here,
            List<ConsumerRecord<byte[], byte[]>> notThere,
            String id) {
        List<ConsumerRecord<byte[], byte[]>> found = of(here, id).toList();
        List<ConsumerRecord<byte[], byte[]>> others = of(notThere, id).toList();
        if (found.size() != 1 || !others.isEmpty()) {
            throw new AssertionError(
                    id + " came out as " + found.size() + " and as " + others + " elsewhere");
        }
        return found.get(0);
    }

    private static Stream<ConsumerRecord<byte[], byte[]>> of(
            List<ConsumerRecord<byte[], byte[]>> records, String id) {
        return records.stream().filter(record -> id(record).equals(id));
    }

    static String id(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return MAPPER.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + id(record), e);
        }
    }

    static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader("gleaner-" + name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Returns where every record came from, by what the envelopes and the headers say. */
    List<Origin> origins() {
        return Stream.concat(
                        enriched.stream().map(Results::originOfEnriched),
                        deadLetters.stream().map(Results::originOfDeadLetter))
                .toList();
    }

    private static Origin originOfEnriched(ConsumerRecord<byte[], byte[]> record) {
        JsonNode source = json(record).path("source");
        return new Origin(
                source.path("topic").asText(),
                source.path("partition").asInt(-1),
                source.path("offset").asLong(-1));
    }

    private static Origin originOfDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        return new Origin(
                String.valueOf(header(record, "source-topic")),
                Integer.parseInt(String.valueOf(header(record, "source-partition"))),
                Long.parseLong(String.valueOf(header(record, "source-offset"))));
    }
}
