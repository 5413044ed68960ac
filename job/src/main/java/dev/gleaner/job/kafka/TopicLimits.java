package dev.gleaner.job.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka what topics take. */
final class TopicLimits {
    /** For a task that starts: short, for there is something to fall back to. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(TopicLimits.class);

    private TopicLimits() {}

    /**
     * Returns what is found out by a client of its own; nothing if there is no answer.
     *
     * @param properties of a client of the brokers
     */
    static Map<String, TopicLimit> read(Map<String, String> properties, Collection<String> topics)
            throws InterruptedException {
        if (topics.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> config = new HashMap<>(properties);
        int millis = (int) PATIENCE.toMillis();
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
        try (Admin admin = Admin.create(config)) {
            return read(admin, topics, PATIENCE);
        } catch (KafkaException unreachable) {
            LOG.warn(
                    "How large records topics take, and whether without a key, is not known:"
                            + " {}",
                    KafkaErrors.rootMessage(unreachable));
            return Map.of();
        }
    }

    /**
     * Returns what is found out; topics whose settings may not be seen are left out.
     *
     * @param patience the longest wait for all of them
     */
    static Map<String, TopicLimit> read(Admin admin, Collection<String> topics, Duration patience)
            throws InterruptedException {
        Map<ConfigResource, KafkaFuture<Config>> asked =
                admin.describeConfigs(
                                topics.stream()
                                        .map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t))
                                        .toList())
                        .values();
        Map<String, TopicLimit> limits = new HashMap<>();
        Map<String, String> unknown = new TreeMap<>();
        long deadline = System.nanoTime() + patience.toNanos();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> each : asked.entrySet()) {
            String topic = each.getKey().name();
            try {
                long left = Math.max(0, deadline - System.nanoTime());
                limits.put(topic, limit(each.getValue().get(left, TimeUnit.NANOSECONDS)));
            } catch (ExecutionException | TimeoutException why) {
                unknown.put(topic, KafkaErrors.rootMessage(why));
            }
        }
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "How large records some topics take, and whether without a key, is not known:"
                            + " {}",
                    unknown);
        }
        return limits;
    }

    private static TopicLimit limit(Config config) {
        String bytes = value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        String codec = value(config, TopicConfig.COMPRESSION_TYPE_CONFIG);
        String policies = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        return new TopicLimit(
                bytes == null ? TopicLimit.KAFKAS_DEFAULT.batchBytes() : Long.parseLong(bytes),
                codec == null || codec.equals("producer")
                        ? null
                        : CodecSettings.of(codec, name -> value(config, name)),
                policies != null && policies.contains(TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    private static @Nullable String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? null : entry.value();
    }
}
