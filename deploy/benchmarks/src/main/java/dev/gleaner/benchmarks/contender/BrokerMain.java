package dev.gleaner.benchmarks.contender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.local.LocalKafka;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka broker in a JVM of its own, so that what it costs is not the job's. Arguments: its
 * directory and the folder of the example. Each line of standard input, {@code {"topics": [in, out,
 * dead], "records": n}}, makes the topics and fills the first; the answer is a line with the
 * broker's address, as is the first line. It ends with its standard input.
 */
public final class BrokerMain {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private BrokerMain() {}

    /** Starts the broker, answers, and ends the JVM. */
    public static void main(String[] arguments) throws Exception {
        LocalKafka kafka = LocalKafka.start(Path.of(arguments[0]));
        Messages messages = Messages.read(Path.of(arguments[1]), 0);
        String servers = kafka.bootstrapServers();
        String answer = MAPPER.createObjectNode().put("bootstrapServers", servers).toString();
        System.out.println(answer);
        try (BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String command;
            while ((command = commands.readLine()) != null) {
                JsonNode load = MAPPER.readTree(command);
                for (JsonNode topic : load.path("topics")) {
                    kafka.createTopic(topic.asText(), 1);
                }
                fill(
                        servers,
                        load.at("/topics/0").asText(),
                        messages,
                        load.path("records").asLong());
                System.out.println(answer);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void fill(String servers, String topic, Messages messages, long records) {
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 << 10);
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long number = 0; number < records; number++) {
                byte[] value = messages.get(number).getBytes(StandardCharsets.UTF_8);
                var unused = producer.send(new ProducerRecord<>(topic, value));
            }
        }
    }
}
