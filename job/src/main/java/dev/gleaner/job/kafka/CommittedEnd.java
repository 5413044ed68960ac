package dev.gleaner.job.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a bounded job that reads committed records: another end, but never behind a
 * transaction that is still open when the job starts. The job would wait for that transaction, and
 * for ever if nobody ends it.
 */
final class CommittedEnd implements OffsetsInitializer {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CommittedEnd.class);

    private final OffsetsInitializer end;
    private final Properties client;

    /**
     * @param client properties of a client of the source's brokers
     */
    CommittedEnd(OffsetsInitializer end, Properties client) {
        this.end = end;
        this.client = client;
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever offsets) {
        Map<TopicPartition, Long> ends =
                new HashMap<>(end.getPartitionOffsets(partitions, offsets));
        stable(partitions)
                .forEach(
                        (partition, stable) -> {
                            long wanted = Objects.requireNonNull(ends.get(partition));
                            if (stable < wanted) {
                                LOG.warn(
                                        "The job ends in {} at offset {} instead of {}: there a"
                                                + " transaction is open, and what stands behind"
                                                + " its beginning cannot be read before it ends.",
                                        partition,
                                        stable,
                                        wanted);
                                ends.put(partition, stable);
                            }
                        });
        return ends;
    }

    private Map<TopicPartition, Long> stable(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
        try (Admin admin = Admin.create(client)) {
            Map<TopicPartition, ListOffsetsResultInfo> found =
                    admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                            .all()
                            .get();
            return found.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while asking Kafka for offsets", stopped);
        } catch (ExecutionException failed) {
            throw new KafkaException(
                    "Kafka does not say where partitions end: " + KafkaErrors.rootMessage(failed),
                    failed);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // the connector's own interface still asks for it
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return end.getAutoOffsetResetStrategy();
    }
}
