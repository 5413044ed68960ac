package dev.gleaner.job;

import dev.gleaner.enrich.EnrichmentFunction;
import dev.gleaner.gate.GatedSource;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.spec.ResultOrder;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The topology: source, function, sink, chained into one task. The source is gated: it pauses while
 * as many records are in work as there may be, so that Flink's queue is never full and checkpoints
 * never wait for the endpoint.
 *
 * <p>No watermarks before the function, since nothing overtakes a watermark, which would turn
 * unordered into ordered; no shuffle either, since barriers queue behind its buffers. Both are
 * measured in {@code job/docs/decisions/0002-chained-without-watermarks.md}.
 */
public final class EnrichmentTopology {
    /** Records that a restored job usually has under way: about 1 MB for each subtask. */
    private static final int USUAL_QUEUE = 100_000;

    /** More than the largest job has in work: about 14 MB for each subtask. */
    private static final int LARGEST_QUEUE = 1_100_000;

    private static final int QUEUE_FACTOR = 3;

    /** Flink sets no timer for a call: calls end by themselves, and may wait out an outage. */
    private static final long NO_TIMEOUT = 0;

    private EnrichmentTopology() {}

    /**
     * How Flink holds the calls under way.
     *
     * @param capacity records in work at most, in the whole job
     * @param order whether results leave in the order of the source
     */
    public record AsyncSettings(int capacity, ResultOrder order) {
        /**
         * Returns the bound of Flink's queue, which must never be full, or the task waits in front
         * of it and takes no checkpoint. The gate keeps a subtask to its share of the capacity, but
         * restored records come at once: all that the job before had in work, whose capacity may
         * have been any, if it is scaled down to one subtask. In the order of keys no result leaves
         * before all of them are there, so that all of them must fit.
         */
        int queueCapacity() {
            return order == ResultOrder.KEY
                    ? LARGEST_QUEUE
                    : Math.min(LARGEST_QUEUE, Math.max(USUAL_QUEUE, QUEUE_FACTOR * capacity));
        }
    }

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
                env.fromSource(
                                GatedSource.around(source),
                                WatermarkStrategy.noWatermarks(),
                                "source")
                        .uid("source");
        SingleOutputStreamOperator<EnrichmentResult> results =
                switch (async.order()) {
                    // The function itself keeps the order of keys.
                    case NONE, KEY ->
                            AsyncDataStream.unorderedWait(
                                    records,
                                    function,
                                    NO_TIMEOUT,
                                    TimeUnit.MILLISECONDS,
                                    async.queueCapacity());
                    case SOURCE ->
                            AsyncDataStream.orderedWait(
                                    records,
                                    function,
                                    NO_TIMEOUT,
                                    TimeUnit.MILLISECONDS,
                                    async.queueCapacity());
                };
        results.uid("enrichment").name("enrichment").sinkTo(sink).uid("sink").name("sink");
    }
}
