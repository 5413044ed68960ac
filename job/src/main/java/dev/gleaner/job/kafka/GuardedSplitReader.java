package dev.gleaner.job.kafka;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.reader.KafkaPartitionSplitReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/**
 * The connector's reader of partitions, with a consumer that never resets a position by itself. A
 * subclass, because the connector commits offsets by a cast to its own class.
 */
@SuppressWarnings("try") // Flink declares that close throws any exception
final class GuardedSplitReader extends KafkaPartitionSplitReader {
    private final Positions positions;

    /**
     * @param consumer with {@code auto.offset.reset=none}
     */
    GuardedSplitReader(
            Properties consumer,
            SourceReaderContext context,
            KafkaSourceReaderMetrics metrics,
            Positions positions) {
        super(consumer, context, metrics);
        this.positions = positions;
    }

    @Override
    public void handleSplitsChanges(SplitsChange<KafkaPartitionSplit> change) {
        super.handleSplitsChanges(
                change instanceof SplitsAddition
                        ? new SplitsAddition<>(positions.start(change.splits()))
                        : change);
    }

    /** A partition that is added again is sought to its new start, and keeps its end. */
    @Override
    public RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>> fetch() throws IOException {
        try {
            return super.fetch();
        } catch (OffsetOutOfRangeException gone) {
            super.handleSplitsChanges(new SplitsAddition<>(positions.resume(gone)));
            return new RecordsBySplits<>(Map.of(), Set.of());
        }
    }
}
