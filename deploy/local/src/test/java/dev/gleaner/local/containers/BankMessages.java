package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.local.OutcomeCounts;
import dev.gleaner.local.Outcomes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The example of a bank's messages on any broker. */
final class BankMessages {
    static final Path FOLDER = Path.of("../examples/bank-messages");
    static final String SCHEMA = "answer.schema.json";

    private static final int RECORDS = 500;
    private static final int PARTITIONS = 4;
    private static final String MESSAGES = "messages";
    static final String ENRICHED = "messages-enriched";
    static final String DEAD_LETTERS = "messages-dead-letters";

    private BankMessages() {}

    /** Returns the example's spec, made to stop at the last message. */
    static String boundedSpec() throws IOException {
        String spec = Files.readString(FOLDER.resolve("spec.yaml"));
        String bounded =
                spec.replace(
                        "  startFrom: earliest\n", "  startFrom: earliest\n  stopAt: latest\n");
        assertThat(bounded).contains("stopAt: latest");
        return bounded;
    }

    /** Makes the topics and fills the first. */
    static void load(String bootstrapServers)
            throws ExecutionException, InterruptedException, IOException {
        createTopics(bootstrapServers, MESSAGES, ENRICHED, DEAD_LETTERS);
        send(bootstrapServers, RECORDS);
    }

    /** Makes topics like those of the example. */
    static void createTopics(String bootstrapServers, String... names)
            throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(
                        Map.of(
                                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                                (Object) bootstrapServers))) {
            List<NewTopic> topics =
                    Stream.of(names)
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                            .toList();
            admin.createTopics(topics).all().get();
        }
    }

    /** Sends so many messages to the topic, which exists; beyond 500 they come again. */
    static void send(String bootstrapServers, int records)
            throws ExecutionException, InterruptedException, IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("messages.jsonl"));
        assertThat(lines).hasSize(RECORDS);
        Map<String, Object> address =
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        List<Future<?>> sent = new ArrayList<>();
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<byte[], byte[]>(address, bytes, bytes)) {
            for (int n = 0; n < records; n++) {
                byte[] value = lines.get(n % RECORDS).getBytes(StandardCharsets.UTF_8);
                sent.add(
                        producer.send(new ProducerRecord<>(MESSAGES, n % PARTITIONS, null, value)));
            }
        }
        for (Future<?> each : sent) {
            each.get(); // what a slow machine did not get through is no loss of the job's
        }
    }

    /** Returns how many messages the topic holds. */
    static long sent(String bootstrapServers) {
        Map<String, Object> address =
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(address, bytes, bytes)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(MESSAGES).stream()
                            .map(found -> new TopicPartition(found.topic(), found.partition()))
                            .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Returns what came out, to be read from the beginning. */
    static Outcomes outcomes(String bootstrapServers) {
        return new Outcomes(bootstrapServers, ENRICHED, DEAD_LETTERS);
    }

    /** Fails unless each message came out once, nearly all of them enriched. */
    static void assertEachCameOutOnce(String bootstrapServers) {
        try (Outcomes outcomes = outcomes(bootstrapServers)) {
            outcomes.pollToEnd();
            OutcomeCounts counts = outcomes.counts();
            assertThat(counts.total()).as("%s", counts).isEqualTo(RECORDS);
            assertThat(counts.eachOnce(RECORDS)).as("%s", counts).isTrue();
            assertThat(counts.enriched()).as("%s", counts).isGreaterThan(RECORDS * 9 / 10);
            assertThat(counts.tokens()).isPositive();
        }
    }
}
