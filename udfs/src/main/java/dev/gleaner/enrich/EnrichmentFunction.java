package dev.gleaner.enrich;

import dev.gleaner.enrich.EnrichmentSettings.Tombstones;
import dev.gleaner.gate.Gate;
import dev.gleaner.gate.GatedResults;
import dev.gleaner.gate.Gates;
import dev.gleaner.gate.Pass;
import dev.gleaner.gemini.CacheClientFactory;
import dev.gleaner.gemini.GeminiClientFactory;
import dev.gleaner.limit.Ledger;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.Limiter;
import dev.gleaner.limit.Share;
import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.SourceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's async function around {@link EnrichmentCall}: every record becomes exactly one result. A
 * record's failure is a result too; an exception fails the job, and is used only for faults that
 * every record would meet.
 *
 * <p>Flink's operator keeps the records whose calls are under way, and gives them again after a
 * restart. The function itself keeps what was spent, in many pieces, which Flink deals out evenly
 * if the parallelism has changed. Union state would give everybody the sum; but with it Flink takes
 * no checkpoint once one subtask has come to the end of its input.
 */
public final class EnrichmentFunction extends RichAsyncFunction<SourceRecord, EnrichmentResult>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EnrichmentFunction.class);

    /** More than the parallelism is ever multiplied by. */
    private static final int PIECES = 128;

    private static final ListStateDescriptor<Ledger> LEDGER =
            new ListStateDescriptor<>("ledger", Ledger.class);

    /** The money that was granted and not spent: a state of its own, so that older states fit. */
    private static final ListStateDescriptor<Ledger> GRANTED =
            new ListStateDescriptor<>("granted", Ledger.class);

    private final EnrichmentSettings settings;
    private final GeminiClientFactory clients;
    private final CacheClientFactory cacheClients;

    private transient boolean restored;
    private transient @Nullable ListState<Ledger> ledgers;
    private transient @Nullable ListState<Ledger> granted;
    private transient @Nullable Ledger ledger;
    private transient @Nullable Ledger grants;
    private transient @Nullable RuntimeContext whole;
    private transient @Nullable Subtask subtask;
    private transient CallContext context;
    private transient GatedResults<EnrichmentResult> gated;
    private transient KeyOrder order;
    private transient Backlog backlog;

    /**
     * @param settings what to do; it travels to the task managers
     * @param clients makes the client there
     * @param cacheClients makes the client for what is cached at the endpoint, if anything is
     */
    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    public EnrichmentFunction(
            EnrichmentSettings settings,
            GeminiClientFactory clients,
            CacheClientFactory cacheClients) {
        this.settings = settings;
        this.clients = clients;
        this.cacheClients = cacheClients;
    }

    /** Keeps the context that Flink's own method wraps, for the board of the job and the heap. */
    @Override
    public void setRuntimeContext(RuntimeContext context) {
        whole = context;
        super.setRuntimeContext(context);
    }

    @Override
    public void initializeState(FunctionInitializationContext state) throws Exception {
        restored = state.isRestored();
        ledgers = state.getOperatorStateStore().getListState(LEDGER);
        Ledger sum = Ledger.EMPTY;
        Instant now = Instant.now();
        for (Ledger part : ledgers.get()) {
            sum = sum.plus(part.asOf(now));
        }
        ledger = sum;
        granted = state.getOperatorStateStore().getListState(GRANTED);
        Ledger open = Ledger.EMPTY;
        for (Ledger part : granted.get()) {
            open = open.plus(part.asOf(now));
        }
        grants = open;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext snapshot) throws Exception {
        beginRestored();
        boolean limited = settings.limits().isCounted();
        Limiter limiter = context.routes().first().limiter();
        // In this order, what is settled in between is counted twice, and not never.
        Objects.requireNonNull(granted)
                .update(limited ? limiter.granted().pieces(PIECES) : List.of());
        Objects.requireNonNull(ledgers)
                .update(limited ? limiter.ledger().pieces(PIECES) : List.of());
    }

    @Override
    public void open(OpenContext openContext) throws EnrichmentAbortedException {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        Share share = new Share(task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks());
        boolean restarted = restored || task.getAttemptNumber() > 0;
        Gate gate = gate(settings.limits(), share);
        backlog = new Backlog(gate, settings.orderedByKey(), !restored);
        gated = new GatedResults<>(gate, backlog::proceed);
        order = new KeyOrder(!restored);
        var unused = gate.whenStarted().thenRun(this::beginRestored);
        Gates.install(gate);
        subtask = new Subtask(settings, clients, cacheClients, share, JobMasterBoard.of(whole));
        context =
                subtask.context(
                        Objects.requireNonNull(ledger),
                        Objects.requireNonNull(grants),
                        restarted,
                        gate,
                        order,
                        getRuntimeContext().getMetricGroup());
        var unusedEnding = gate.whenEnding().thenRun(context.acceptance()::end);
    }

    /** A few more than wanted come in at once, so that there are never too few. */
    private Gate gate(LimitSettings limits, Share share) {
        int capacity = limits.capacity(share);
        HeapShare heap = HeapShare.of(whole);
        long bytes = limits.maxBytes() == 0 ? heap.bytes() : limits.maxBytes(share);
        LOG.info(
                "This subtask has at most {} records and {} MB of them in work{}",
                capacity,
                bytes >> 20,
                limits.maxBytes() == 0 ? " (async.maxBytes is not set: " + heap + ")" : "");
        return new Gate(capacity + Math.max(1, capacity / 16), capacity, bytes);
    }

    /** Notes that Flink has given all restored records. */
    private void beginRestored() {
        order.begin();
        backlog.begin();
    }

    @Override
    public void asyncInvoke(SourceRecord record, ResultFuture<EnrichmentResult> future) {
        long bytes = Footprint.of(record);
        GatedResults.Entry<EnrichmentResult> entry = gated.enter(future, bytes);
        ResultFuture<EnrichmentResult> result =
                settings.orderedByKey() ? order.enter(record, entry.future()) : entry.future();
        context.metrics().count(EnrichmentMetric.RECORDS);
        backlog.add(record, bytes, () -> begin(record, result, entry.pass()));
    }

    private void begin(SourceRecord record, ResultFuture<EnrichmentResult> result, Pass pass) {
        if (record.value() == null) {
            context.metrics().count(EnrichmentMetric.TOMBSTONES);
            result.complete(
                    settings.tombstones() == Tombstones.DROP
                            ? List.of()
                            : List.of(unanswered(record, 0, null)));
            return;
        }
        new EnrichmentCall(
                        context,
                        record,
                        ended -> complete(result, ended),
                        cause -> fail(result, cause),
                        pass::hold)
                .start();
    }

    private static void fail(ResultFuture<EnrichmentResult> future, Throwable cause) {
        try {
            future.completeExceptionally(cause);
        } catch (RejectedExecutionException ending) {
            LOG.debug("The task is being torn down already", cause);
        }
    }

    private static void complete(ResultFuture<EnrichmentResult> future, EnrichmentResult result) {
        try {
            future.complete(List.of(result));
        } catch (RejectedExecutionException ending) {
            // The task is being torn down. Flink still has the record and will give it again.
            LOG.debug("The result of {} came too late", result);
        }
    }

    /**
     * Flink's timer for a call that has not ended long after its deadline: a defect, but no reason
     * to restart the job, as Flink would by default.
     */
    @Override
    public void timeout(SourceRecord record, ResultFuture<EnrichmentResult> future) {
        long now = context.clock().millis();
        context.metrics().count(FailureKind.INTERNAL);
        context.metrics().count(EnrichmentMetric.DEAD_LETTERS);
        ResultFuture<EnrichmentResult> result = order.find(record, gated.find(future));
        result.complete(
                List.of(
                        unanswered(
                                record,
                                settings.deadline().toMillis(),
                                new Failure(
                                        FailureKind.INTERNAL,
                                        "the call did not end by itself",
                                        null,
                                        now))));
    }

    private EnrichmentResult unanswered(
            SourceRecord record, long elapsedMillis, @Nullable Failure failure) {
        CallSummary summary =
                new CallSummary(
                        settings.endpoint().model(),
                        null,
                        null,
                        null,
                        0,
                        elapsedMillis,
                        null,
                        context.fingerprint());
        return new EnrichmentResult(record, null, null, null, List.of(), summary, failure);
    }

    @Override
    public void close() {
        Gates.remove();
        if (subtask != null) {
            subtask.close();
        }
    }
}
