package dev.gleaner.job.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator.PartitionOffsetsRetrieverImpl;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** The offsets that the brokers know, each asked by a client of its own: that is rarely needed. */
final class AdminOffsets implements PartitionOffsetsRetriever {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Properties properties = new Properties();

    /**
     * @param consumer properties of a consumer of the same brokers
     */
    AdminOffsets(Properties consumer) {
        properties.putAll(consumer);
        properties.setProperty(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                String.valueOf(PATIENCE.toMillis()));
    }

    /** The group may be a reference, which Kafka's configurations resolve. */
    private String group() {
        return new ConsumerConfig(properties).getString(ConsumerConfig.GROUP_ID_CONFIG);
    }

    private <R> R ask(Function<PartitionOffsetsRetriever, R> question) {
        try (AdminClient admin = AdminClient.create(properties)) {
            return question.apply(new PartitionOffsetsRetrieverImpl(admin, group()));
        }
    }

    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
        return ask(offsets -> offsets.committedOffsets(partitions));
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return ask(offsets -> offsets.endOffsets(partitions));
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        return ask(offsets -> offsets.beginningOffsets(partitions));
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestamps) {
        return ask(offsets -> offsets.offsetsForTimes(timestamps));
    }
}
