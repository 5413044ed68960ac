package dev.gleaner.job;

import dev.gleaner.enrich.EnrichmentFunction;
import dev.gleaner.job.spec.ResultOrder;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.SourceRecord;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The topology: source, function, sink, chained into one task.
 *
 * <p>No watermarks before the function, since nothing overtakes a watermark, which would turn
 * unordered into ordered; no shuffle either, since barriers queue behind its buffers. Both are
 * measured in {@code job/docs/decisions/0002-chained-without-watermarks.md}.
 */
public final class EnrichmentTopology {
    private EnrichmentTopology() {}

    /**
     * How Flink holds the calls under way.
     *
     * @param capacity records in the queue at most, for each subtask
     * @param order whether results leave in the order of the source
     * @param timeoutMillis when Flink gives a call up; later than the call does so itself
     */
    public record AsyncSettings(int capacity, ResultOrder order, long timeoutMillis) {}

    /** Adds the topology to the environment. */
    public static void define(
            StreamExecutionEnvironment env,
            Source<SourceRecord, ?, ?> source,
            EnrichmentFunction function,
            AsyncSettings async,
            Sink<EnrichmentResult> sink) {
        // Nobody writes to a record once it is made.
        env.getConfig().enableObjectReuse();
        DataStream<SourceRecord> records =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "source").uid("source");
        SingleOutputStreamOperator<EnrichmentResult> results =
                switch (async.order()) {
                    case NONE ->
                            AsyncDataStream.unorderedWait(
                                    records,
                                    function,
                                    async.timeoutMillis(),
                                    TimeUnit.MILLISECONDS,
                                    async.capacity());
                    case SOURCE ->
                            AsyncDataStream.orderedWait(
                                    records,
                                    function,
                                    async.timeoutMillis(),
                                    TimeUnit.MILLISECONDS,
                                    async.capacity());
                };
        results.uid("enrichment").name("enrichment").sinkTo(sink).uid("sink").name("sink");
    }
}
