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
import org.testcontainers.containers.Container.ExecResult;

/** The jar for SQL in Flink's own image, with Flink's own SQL client. */
@RequiresDocker
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SqlSessionITCase {
    private static final Path EXAMPLE = Path.of("../examples/sql/triage.sql");
    private static final Path CONNECTOR = Path.of("target/sql/flink-sql-connector-kafka.jar");
    private static final Path GLEANER = Path.of("../../udfs/target/gleaner-sql.jar");
    private static final int TICKETS = 100;

    @Test
    void jarInLib_answersEveryTicketOfTheExample() throws Exception {
        try (FlinkSession session = FlinkSession.startForSql(List.of(CONNECTOR, GLEANER))) {
            load(session.bootstrapServers());

            run(
                    session,
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

    @Test
    void addedJar_answersThroughViewAndFunction() throws Exception {
        try (FlinkSession session = FlinkSession.startForSql(List.of(CONNECTOR))) {
            String output =
                    run(
                            session,
                            """
                            ADD JAR '%s';
                            CREATE VIEW letters AS
                            SELECT * FROM (VALUES ('shipping'), ('billing')) AS letter (body);
                            CREATE MODEL sorter INPUT (body STRING) OUTPUT (category STRING) WITH (
                              'provider' = 'gemini',
                              'model' = 'gemini-3.5-flash',
                              'endpoint' = 'http://simulator:8089',
                              'api-key' = 'env:COMETAPI_KEY',
                              'prompt' = '{{body}}',
                              'output.category.enum' = 'billing;shipping;other',
                              'output.category.required' = 'true'
                            );
                            SHOW CREATE MODEL sorter;
                            CREATE VIEW sorted AS SELECT body, category
                            FROM ML_PREDICT(TABLE letters, MODEL sorter, DESCRIPTOR(body));
                            EXPLAIN SELECT * FROM sorted;
                            SELECT category, body FROM sorted;
                            LOAD MODULE gemini WITH (
                              'model' = 'gemini-3.5-flash',
                              'endpoint' = 'http://simulator:8089',
                              'api-key' = 'env:COMETAPI_KEY'
                            );
                            SELECT GEMINI_CLASSIFY(body, ARRAY['billing', 'shipping']), 1 FROM letters;
                            """
                                    .formatted(session.putJar(GLEANER)));

            assertThat(output)
                    .contains("CREATE MODEL `default_catalog`.`default_database`.`sorter`")
                    .contains("MLPredictTableFunction(invocation=[ML_PREDICT(")
                    .contains("| +I | shipping | shipping |", "| +I | billing | billing |")
                    .contains("| +I | shipping | 1 |", "| +I | billing | 1 |");
        }
    }

    /** Returns what the client prints, with single spaces. Its exit code is 0 in any case. */
    private static String run(FlinkSession session, String statements) throws Exception {
        ExecResult result = session.sql(statements);
        assertThat(result.getStdout())
                .as("%s%n%s", result, session.taskManagerLog())
                .contains("Shutting down the session")
                .doesNotContain("[ERROR]");
        return result.getStdout().replaceAll(" +", " ");
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
