package dev.gleaner.job.kafka;

import dev.gleaner.model.SourceRecord;
import dev.gleaner.spec.DataLoss;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter;
import org.apache.flink.connector.kafka.source.reader.KafkaSourceReader;
import org.apache.flink.connector.kafka.source.reader.fetcher.KafkaSourceFetcherManager;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The connector's Kafka source with two faults corrected. All state is the connector's.
 *
 * <ul>
 *   <li>Its readers report positions that Kafka has deleted. The connector's own would jump, and
 *       with {@code startFrom: latest} past everything that is left.
 *   <li>A bounded job also ends when it was started from a savepoint or a checkpoint, or lost its
 *       JobManager. The connector's enumerator finds no new partitions then, and never says that
 *       there are no more (FLINK-31006, not yet fixed in 5.0.0).
 * </ul>
 */
final class GuardedKafkaSource
        implements Source<SourceRecord, KafkaPartitionSplit, KafkaSourceEnumState>,
                ResultTypeQueryable<SourceRecord>,
                LineageVertexProvider {
    private static final long serialVersionUID = 1L;

    private final KafkaSource<SourceRecord> source;
    private final Properties consumer;
    private final DataLoss onDataLoss;

    /**
     * @param consumer all properties of the readers' consumer
     */
    GuardedKafkaSource(KafkaSource<SourceRecord> source, Properties consumer, DataLoss onDataLoss) {
        this.source = source;
        this.consumer = consumer;
        this.onDataLoss = onDataLoss;
    }

    /** Puts the connector's parts together as the connector does, but for the split reader. */
    @Override
    public SourceReader<SourceRecord, KafkaPartitionSplit> createReader(
            SourceReaderContext context) {
        var queue =
                new FutureCompletingBlockingQueue<
                        RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>>>();
        KafkaSourceReaderMetrics metrics = new KafkaSourceReaderMetrics(context.metricGroup());
        Positions positions =
                new Positions(new AdminOffsets(consumer), onDataLoss, context.metricGroup());
        Supplier<SplitReader<ConsumerRecord<byte[], byte[]>, KafkaPartitionSplit>> splitReader =
                () -> new GuardedSplitReader(consumer, context, metrics, positions);
        return new KafkaSourceReader<>(
                queue,
                new KafkaSourceFetcherManager(queue, splitReader, finished -> {}),
                new KafkaRecordEmitter<>(new SourceRecordDeserializer()),
                configuration(),
                context,
                metrics);
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        consumer.stringPropertyNames()
                .forEach(name -> configuration.setString(name, consumer.getProperty(name)));
        return configuration;
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state)
            throws Exception {
        if (getBoundedness() == Boundedness.CONTINUOUS_UNBOUNDED) {
            return source.restoreEnumerator(context, state);
        }
        OneDiscovery<KafkaPartitionSplit> discovery = new OneDiscovery<>(context);
        return new RestoredEnumerator<>(source.restoreEnumerator(discovery, state), discovery);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) throws Exception {
        return source.createEnumerator(context);
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<SourceRecord> getProducedType() {
        return source.getProducedType();
    }

    @Override
    public LineageVertex getLineageVertex() {
        return source.getLineageVertex();
    }
}
