package dev.gleaner.local;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes the records of a file to a topic, spread evenly over its partitions. */
final class MessageLoader {
    private static final int MAX_REQUEST_BYTES = 32 << 20;

    private final String bootstrapServers;

    MessageLoader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Returns once every record is written.
     *
     * @throws KafkaException if a record was not taken
     */
    void load(JsonRecords lines, String topic, int partitions) throws InputException {
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES,
                        ProducerConfig.LINGER_MS_CONFIG, 5);
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            int[] count = {0};
            lines.forEach(
                    line -> {
                        byte[] value = line.getBytes(StandardCharsets.UTF_8);
                        int partition = count[0]++ % partitions;
                        var unused =
                                producer.send(
                                        new ProducerRecord<>(topic, partition, null, value),
                                        (written, error) -> failure.compareAndSet(null, error));
                    });
            producer.flush();
        }
        Exception first = failure.get();
        if (first != null) {
            throw new KafkaException("A record was not written to " + topic, first);
        }
    }
}
