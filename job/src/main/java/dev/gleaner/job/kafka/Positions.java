package dev.gleaner.job.kafka;

import dev.gleaner.spec.DataLoss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions that a reader starts at, and goes on at where Kafka has no longer what the reader
 * wants next. For one thread, the reader's fetcher.
 */
final class Positions {
    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);

    private final PartitionOffsetsRetriever offsets;
    private final DataLoss onDataLoss;
    private final Counter lostPositions;
    private final Counter missingRecords;

    Positions(PartitionOffsetsRetriever offsets, DataLoss onDataLoss, MetricGroup metrics) {
        MetricGroup group = metrics.addGroup("gleaner");
        this.offsets = offsets;
        this.onDataLoss = onDataLoss;
        this.lostPositions = group.counter("lostPositions");
        this.missingRecords = group.counter("missingRecords");
    }

    /**
     * Returns the splits with the group's committed offsets where a split asks for these, or with
     * the earliest offset where the group has committed none. The consumer would do so by its reset
     * policy, which is none.
     */
    List<KafkaPartitionSplit> start(List<KafkaPartitionSplit> splits) {
        Set<TopicPartition> asking =
                splits.stream()
                        .filter(Positions::startsAtCommitted)
                        .map(KafkaPartitionSplit::getTopicPartition)
                        .collect(Collectors.toSet());
        if (asking.isEmpty()) {
            return splits;
        }
        Map<TopicPartition, Long> committed = offsets.committedOffsets(asking);
        return splits.stream()
                .map(split -> startsAtCommitted(split) ? at(split, committed) : split)
                .toList();
    }

    private static boolean startsAtCommitted(KafkaPartitionSplit split) {
        return split.getStartingOffset() == KafkaPartitionSplit.COMMITTED_OFFSET;
    }

    private static KafkaPartitionSplit at(
            KafkaPartitionSplit split, Map<TopicPartition, Long> committed) {
        return new KafkaPartitionSplit(
                split.getTopicPartition(),
                committed.getOrDefault(
                        split.getTopicPartition(), KafkaPartitionSplit.EARLIEST_OFFSET),
                split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET));
    }

    /**
     * Returns where to go on, and reports it.
     *
     * @throws DataLossException if the job is to fail then
     */
    List<KafkaPartitionSplit> resume(OffsetOutOfRangeException gone) {
        Map<TopicPartition, Long> wanted = gone.offsetOutOfRangePartitions();
        Map<TopicPartition, Long> there = new HashMap<>(offsets.beginningOffsets(wanted.keySet()));
        if (gone instanceof LogTruncationException truncated) {
            // The log is shorter than it was, and goes on where it parted from what was read.
            truncated.divergentOffsets().forEach((tp, end) -> there.put(tp, end.offset()));
        }
        List<KafkaPartitionSplit> resumed = new ArrayList<>();
        wanted.forEach(
                (partition, from) -> {
                    long to = Objects.requireNonNull(there.get(partition));
                    report(new LostPosition(partition, from, to));
                    resumed.add(new KafkaPartitionSplit(partition, to));
                });
        return resumed;
    }

    private void report(LostPosition lost) {
        if (onDataLoss == DataLoss.FAIL) {
            throw new DataLossException(lost);
        }
        lostPositions.inc();
        missingRecords.inc(lost.missing());
        LOG.warn("{}", lost.description());
    }
}
