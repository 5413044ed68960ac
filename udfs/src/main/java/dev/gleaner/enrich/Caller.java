package dev.gleaner.enrich;

import dev.gleaner.gate.Gate;
import dev.gleaner.gate.Pass;
import dev.gleaner.gemini.CacheClientFactory;
import dev.gleaner.gemini.GeminiClientFactory;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.SourceRecord;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of a subtask that is not an {@link EnrichmentFunction}: Flink keeps no state for
 * it, and its source has no gate. Subtasks of one job in one process that call the same models
 * within the same limits share the limiter and, if they go there the same way, connections,
 * whatever they ask; together they have their shares of what the job may do. Quotas of a day and
 * budgets begin anew when the job starts again. Thread-safe.
 */
public final class Caller implements AutoCloseable {
    private final SharedSubtask shared;
    private final SharedSubtask.Member member;
    private final CallContext context;
    private final Gate counter;
    private final AtomicBoolean closed;

    private Caller(
            SharedSubtask shared,
            SharedSubtask.Member member,
            CallContext theirs,
            MetricGroup metrics,
            @Nullable Duration patience,
            Function<String, @Nullable String> misfit) {
        this.shared = shared;
        this.member = member;
        counter = new Gate(Integer.MAX_VALUE, 0);
        closed = new AtomicBoolean();
        context =
                theirs.forSubtask(
                        theirs.judge().takenBy(misfit),
                        new EnrichmentMetrics(
                                metrics,
                                theirs.routes(),
                                counter,
                                new KeyOrder(true),
                                theirs.acceptance()),
                        closed,
                        patience);
    }

    /**
     * Opens, for the subtask that this is called in.
     *
     * @param settings what to do
     * @param clients makes the client, if this subtask is the first
     * @param cacheClients makes the client for what is cached at the endpoint
     * @param task which subtask this is
     * @param metrics of its operator
     * @param patience from the moment a record arrives until its result at the latest, waiting
     *     included; null if calls may wait for as long as it takes
     * @param misfit tells why an enrichment, which is JSON, cannot be taken; null if it can. It is
     *     a violation of the schema then. Thread-safe
     * @throws EnrichmentAbortedException if no call could be made
     */
    public static Caller open(
            EnrichmentSettings settings,
            GeminiClientFactory clients,
            CacheClientFactory cacheClients,
            TaskInfo task,
            MetricGroup metrics,
            @Nullable Duration patience,
            Function<String, @Nullable String> misfit)
            throws EnrichmentAbortedException {
        String job = Objects.requireNonNullElse(metrics.getAllVariables().get("<job_id>"), "");
        SharedSubtask.Member member = SharedSubtask.Member.of(task);
        SharedSubtask shared = SharedSubtask.join(job, task, settings, clients, cacheClients);
        boolean opened = false;
        try {
            Caller caller =
                    new Caller(shared, member, shared.context(settings), metrics, patience, misfit);
            opened = true;
            return caller;
        } finally {
            if (!opened) {
                shared.leave(member);
            }
        }
    }

    private Caller(Caller other, CallContext theirs) {
        shared = other.shared;
        member = other.member;
        counter = other.counter;
        closed = other.closed;
        context =
                theirs.forSubtask(
                        theirs.judge(), other.context.metrics(), closed, other.context.patience());
    }

    /**
     * Returns one that asks something else the same models, counts where this one does and is
     * closed with it. It need not be closed itself.
     *
     * @param settings with the same endpoints and limits, in the same order
     * @throws EnrichmentAbortedException if no call could be made
     */
    public Caller asking(EnrichmentSettings settings) throws EnrichmentAbortedException {
        return new Caller(this, shared.newContext(settings));
    }

    /**
     * Makes a call. Does not block.
     *
     * @param whenDone gets the result, once, on any thread, unless the call is aborted
     * @param whenAborted gets the fault that must fail the job
     */
    public void call(
            SourceRecord record,
            Consumer<EnrichmentResult> whenDone,
            Consumer<Throwable> whenAborted) {
        Pass pass = counter.enter(Footprint.of(record));
        context.metrics().count(EnrichmentMetric.RECORDS);
        new EnrichmentCall(
                        context,
                        record,
                        result -> {
                            pass.leave();
                            whenDone.accept(result);
                        },
                        fault -> {
                            pass.leave();
                            whenAborted.accept(fault);
                        },
                        pass::hold)
                .start();
    }

    /** Counts a record that has failed without a call. */
    public void countFailure(FailureKind kind) {
        EnrichmentMetrics metrics = context.metrics();
        metrics.count(EnrichmentMetric.RECORDS);
        metrics.count(kind);
        metrics.count(EnrichmentMetric.DEAD_LETTERS);
    }

    /** Lets calls under way end without a word. The last subtask ends threads and connections. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            shared.leave(member);
        }
    }
}
