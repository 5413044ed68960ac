package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutcomesITCase {

    @Test
    void pollToEnd_waitsForATransactionThatIsAboutToBeCommitted(@TempDir Path directory)
            throws Exception {
        try (LocalKafka kafka = LocalKafka.start(directory)) {
            kafka.createTopic("enriched", 1);
            kafka.createTopic("dead-letters", 1);
            try (var producer = transactional(kafka);
                    Outcomes outcomes =
                            new Outcomes(kafka.bootstrapServers(), "enriched", "dead-letters")) {
                outcomes.poll(Duration.ZERO);
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("enriched", utf8("{}"))).get();
                Thread reader = new Thread(outcomes::pollToEnd);
                reader.start();
                reader.join(1_000);
                assertThat(reader.isAlive()).isTrue();
                producer.commitTransaction();
                reader.join();
                assertThat(outcomes.counts().enriched()).isEqualTo(1);
            }
        }
    }

    @Test
    void costs_areAddedUpOverBothTopics_asFarAsTheyAreKnown(@TempDir Path directory)
            throws Exception {
        try (LocalKafka kafka = LocalKafka.start(directory)) {
            kafka.createTopic("enriched", 1);
            kafka.createTopic("dead-letters", 1);
            try (var producer = transactional(kafka);
                    Outcomes outcomes =
                            new Outcomes(kafka.bootstrapServers(), "enriched", "dead-letters")) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("enriched", utf8("{\"call\":{}}"))).get();
                producer.commitTransaction();
                outcomes.pollToEnd();
                assertThat(outcomes.counts().costUsd()).isNull();

                producer.beginTransaction();
                for (String usd : List.of("0.1", "0.000000002")) {
                    String value = "{\"call\":{\"costUsd\":" + usd + "}}";
                    producer.send(new ProducerRecord<>("enriched", utf8(value))).get();
                }
                ProducerRecord<byte[], byte[]> letter =
                        new ProducerRecord<>("dead-letters", utf8("x"));
                letter.headers().add("gleaner-cost-usd", utf8("0.03"));
                producer.send(letter).get();
                producer.commitTransaction();
                outcomes.pollToEnd();
                assertThat(outcomes.counts().costUsd()).isEqualTo("0.130000002");
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> transactional(LocalKafka kafka) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "test"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
