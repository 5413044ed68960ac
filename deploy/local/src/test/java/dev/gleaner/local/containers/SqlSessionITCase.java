package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar for SQL in the lib folder of Flink's own image, with the example's statements. */
@RequiresDocker
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SqlSessionITCase {
    private static final Path EXAMPLE = Path.of("../examples/sql/triage.sql");
    private static final List<Path> LIBRARIES =
            List.of(FlinkSession.SQL_JAR, Path.of("target/sql/flink-sql-connector-kafka.jar"));
    private static final int TICKETS = 100;

    @Test
    void triage_answersEveryTicket() throws Exception {
        try (FlinkSession session = FlinkSession.startWith(LIBRARIES)) {
            load(session.bootstrapServers());

            session.sql(
                    Files.readString(EXAMPLE)
                            .replace("kafka:9092", "kafka:19092")
                            .replace("https://api.cometapi.com", "http://simulator:8089"));

            assertThat(triaged(session.bootstrapServers()))
                    .hasSize(TICKETS)
                    .allSatisfy(
                            row -> {
                                assertThat(row.path("status").asText()).isEqualTo("OK");
                                assertThat(row.path("category").asText()).isEqualTo("shipping");
                            });
        }
    }

    private static void load(String servers) throws Exception {
        Map<String, Object> address = Map.of("bootstrap.servers", servers);
        try (Admin admin = Admin.create(address)) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("tickets", 2, (short) 1),
                                    new NewTopic("triaged", 1, (short) 1)))
                    .all()
                    .get();
        }
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<byte[], byte[]>(address, bytes, bytes)) {
            for (int i = 0; i < TICKETS; i++) {
                String ticket =
                        "{\"id\": %d, \"subject\": \"Parcel\", \"body\": \"shipping %d\"}"
                                .formatted(i, i);
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        "tickets", ticket.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static List<JsonNode> triaged(String servers) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        var bytes = new ByteArrayDeserializer();
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(
                        Map.of("bootstrap.servers", servers), bytes, bytes)) {
            TopicPartition only = new TopicPartition("triaged", 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = Objects.requireNonNull(consumer.endOffsets(List.of(only)).get(only));
            while (consumer.position(only) < end) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    rows.add(new JsonMapper().readTree(record.value()));
                }
            }
        }
        return rows;
    }
}
