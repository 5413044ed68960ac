package dev.gleaner.local;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller (KRaft, combined) in this JVM, on loopback ports that the
 * system chooses. It is put together as Kafka's own {@link KafkaRaftServer} does it, except that
 * the ports are known once they are bound (so that none can be taken in between) and that a fault
 * of the broker is logged instead of ending the JVM.
 *
 * <p>Records up to 32 MiB are accepted, topics made here take up to 16 MiB. Topics are never made
 * by writing to them. Thread-safe.
 */
public final class LocalKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalKafka.class);
    private static final String HOST = "127.0.0.1";

    private final Path directory;
    private final Map<String, String> more;
    private volatile Servers servers;

    private LocalKafka(Path directory, Map<String, String> more, Servers servers) {
        this.directory = directory;
        this.more = more;
        this.servers = servers;
    }

    private record Servers(BrokerServer broker, ControllerServer controller) {
        private void startUp() {
            boolean started = false;
            try {
                controller.startup();
                broker.startup();
                started = true;
            } finally {
                if (!started) {
                    shutdown();
                }
            }
        }

        /** Stops the broker, then the controller that it signs off from. */
        private void shutdown() {
            broker.shutdown();
            controller.shutdown();
        }

        private int port(String listener) {
            return broker.boundPort(new ListenerName(listener));
        }
    }

    /**
     * Formats {@code directory} and starts a broker on it; blocks until it serves, about 2 s.
     *
     * @param directory where the broker keeps its data; the caller deletes it
     */
    public static LocalKafka start(Path directory) {
        return start(directory, Map.of());
    }

    /**
     * Starts a broker with properties beside the usual ones, such as another listener's.
     *
     * @param more by their names in Kafka; they replace the usual ones
     */
    static LocalKafka start(Path directory, Map<String, String> more) {
        LocalKafkaSettings.format(directory);
        return new LocalKafka(directory, more, startUp(directory, 0, more));
    }

    private static Servers startUp(Path directory, int port, Map<String, String> more) {
        Map<String, String> properties = LocalKafkaSettings.properties(directory, port);
        properties.putAll(more);
        KafkaConfig config = new KafkaConfig(properties, false);
        var storage = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        CompletableFuture<ControllerServer> self = new CompletableFuture<>();
        SharedServer shared =
                new SharedServer(
                        config,
                        storage._1(),
                        Time.SYSTEM,
                        new Metrics(),
                        self.thenCompose(ControllerServer::socketServerFirstBoundPortFuture)
                                .thenApply(LocalKafka::voters),
                        List.of(),
                        (name, fatal, action) -> new LoggingFaultHandler(name, action),
                        ServerSocketFactory.INSTANCE);
        ControllerServer controller =
                new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2());
        self.complete(controller);
        Servers servers = new Servers(new BrokerServer(shared), controller);
        servers.startUp();
        return servers;
    }

    private static Map<Integer, InetSocketAddress> voters(Integer port) {
        return Map.of(LocalKafkaSettings.NODE_ID, InetSocketAddress.createUnresolved(HOST, port));
    }

    /**
     * Stops the broker, and starts it again on the same port and data after what is done between.
     */
    void restart(Runnable between) {
        int port = servers.port(LocalKafkaSettings.CLIENTS);
        servers.shutdown();
        between.run();
        servers = startUp(directory, port, more);
    }

    /** Returns {@code host:port} for clients. */
    public String bootstrapServers() {
        return bootstrapServers(LocalKafkaSettings.CLIENTS);
    }

    /** Returns {@code host:port} of a listener. */
    String bootstrapServers(String listener) {
        return HOST + ":" + servers.port(listener);
    }

    /**
     * Makes an empty topic.
     *
     * @param name a name that is not taken
     * @param partitions from 1
     * @throws ExecutionException if the broker refuses
     */
    public void createTopic(String name, int partitions)
            throws ExecutionException, InterruptedException {
        NewTopic topic =
                new NewTopic(name, partitions, (short) 1)
                        .configs(
                                Map.of(
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        String.valueOf(LocalKafkaSettings.TOPIC_RECORD_BYTES)));
        try (Admin admin =
                Admin.create(
                        Map.of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                (Object) bootstrapServers()))) {
            admin.createTopics(List.of(topic)).all().get();
            // The controller knows it; the broker learns of it a moment later.
            while (!admin.listTopics().names().get().contains(name)) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Override
    public void close() {
        servers.shutdown();
    }
}
