package dev.gleaner.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** How the broker of one JVM is set up: small, quick to start, one replica of everything. */
final class LocalKafkaSettings {
    static final int NODE_ID = 1;
    static final String CLIENTS = "CLIENTS";
    static final int TOPIC_RECORD_BYTES = 16 << 20;

    private static final String CONTROLLER = "CONTROLLER";
    private static final int BROKER_RECORD_BYTES = 32 << 20;

    private static final Map<String, String> ONE_REPLICA =
            Map.of(
                    "offsets.topic.replication.factor", "1",
                    "offsets.topic.num.partitions", "1",
                    "transaction.state.log.replication.factor", "1",
                    "transaction.state.log.min.isr", "1",
                    "transaction.state.log.num.partitions", "4",
                    "share.coordinator.state.topic.replication.factor", "1",
                    "share.coordinator.state.topic.min.isr", "1",
                    "share.coordinator.state.topic.num.partitions", "1");

    private static final Map<String, String> QUICK =
            Map.of(
                    "group.initial.rebalance.delay.ms", "0",
                    "num.network.threads", "2",
                    "num.io.threads", "4",
                    "log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));

    private LocalKafkaSettings() {}

    /**
     * Returns the broker's properties.
     *
     * @param port for clients, or 0 for any
     */
    static Map<String, String> properties(Path directory, int port) {
        Map<String, String> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(NODE_ID));
        properties.put("log.dirs", directory.toString());
        properties.put(
                "listeners",
                CLIENTS + "://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:0");
        properties.put(
                "listener.security.protocol.map",
                CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        properties.put("inter.broker.listener.name", CLIENTS);
        properties.put("controller.listener.names", CONTROLLER);
        // Stands for "known once bound"; the broker is given the real address.
        properties.put("controller.quorum.voters", NODE_ID + "@0.0.0.0:0");
        properties.put("message.max.bytes", String.valueOf(BROKER_RECORD_BYTES));
        properties.put("auto.create.topics.enable", "false");
        // Results keep the timestamps of what they were made from, however old.
        properties.put("log.retention.ms", "-1");
        properties.putAll(ONE_REPLICA);
        properties.putAll(QUICK);
        return properties;
    }

    /** Makes {@code directory} a broker's storage, as Kafka's storage tool does. */
    static void format(Path directory) {
        Formatter formatter =
                new Formatter()
                        .setNodeId(NODE_ID)
                        .setClusterId(Uuid.randomUuid().toString())
                        .addDirectory(directory.toString())
                        .setMetadataLogDirectory(directory.toString())
                        .setControllerListenerName(CONTROLLER)
                        .setPrintStream(
                                new PrintStream(
                                        OutputStream.nullOutputStream(),
                                        false,
                                        StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (Exception e) { // what run() declares
            throw new IllegalStateException("No Kafka storage can be made in " + directory, e);
        }
    }
}
