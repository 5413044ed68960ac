package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LocalKafkaITCase {
    private final Path directory;

    LocalKafkaITCase(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void record_isReadAsItWasWritten() throws Exception {
        byte[] value = "Where is my card?".getBytes(StandardCharsets.UTF_8);
        try (LocalKafka kafka = LocalKafka.start(directory)) {
            kafka.createTopic("messages", 2);
            send(kafka, value, Map.of());
            assertThat(readOne(kafka)).isEqualTo(value);
        }
    }

    @Test
    void recordOfFifteenMebibytes_isAccepted() throws Exception {
        byte[] value = new byte[15 << 20];
        try (LocalKafka kafka = LocalKafka.start(directory)) {
            kafka.createTopic("messages", 2);
            send(kafka, value, Map.of("max.request.size", 32 << 20, "buffer.memory", 64L << 20));
            assertThat(readOne(kafka)).hasSize(value.length);
        }
    }

    @Test
    void topicThatExists_isRefused() throws Exception {
        try (LocalKafka kafka = LocalKafka.start(directory)) {
            kafka.createTopic("messages", 1);
            assertThatThrownBy(() -> kafka.createTopic("messages", 1))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicExistsException.class);
        }
    }

    @Test
    void close_leavesNoThreadThatKeepsTheJvmAlive() throws Exception {
        Set<Thread> before = nonDaemonThreads();
        try (LocalKafka kafka = LocalKafka.start(directory)) {
            kafka.createTopic("messages", 1);
        }
        Set<Thread> left = nonDaemonThreads();
        left.removeAll(before);
        assertThat(left).isEmpty();
    }

    private static Set<Thread> nonDaemonThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(Thread::isDaemon);
        return threads;
    }

    private static void send(LocalKafka kafka, byte[] value, Map<String, Object> more)
            throws Exception {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("messages", 1, null, value)).get();
        }
    }

    private static byte[] readOne(LocalKafka kafka) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("messages", 1);
            consumer.assign(List.of(partition));
            return consumer.poll(Duration.ofSeconds(20)).records(partition).get(0).value();
        }
    }
}
