package dev.gleaner.enrich;

import dev.gleaner.attachment.Written;
import dev.gleaner.enrich.CallFailures.Next;
import dev.gleaner.enrich.Dialogue.Move;
import dev.gleaner.gemini.FunctionCall;
import dev.gleaner.gemini.FunctionResponse;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.limit.Applicant;
import dev.gleaner.limit.Demand;
import dev.gleaner.limit.Permit;
import dev.gleaner.limit.Permit.Settlement;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.prompt.PromptException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One record on its way: render, admit, attempt, judge; perhaps again, or with another model; then
 * one result.
 *
 * <p>The steps follow each other, each begun by the one before, on whatever thread that ended: so
 * no two run at once, and the fields need no lock.
 */
final class EnrichmentCall implements Applicant {
    private static final Logger LOG = LoggerFactory.getLogger(EnrichmentCall.class);

    private final CallContext context;
    private final SourceRecord record;
    private final Consumer<EnrichmentResult> whenDone;
    private final Consumer<Throwable> whenAborted;
    private final LongConsumer memory;
    private final CallReport report;
    private final CallTools tools;
    private final CallFiles files;
    private final CallRoute with;
    private final Acceptance.Ticket ticket = new Acceptance.Ticket();
    private Dialogue dialogue;

    private Prompt prompt;
    private byte[] body = {};
    private @Nullable String cachedContent;
    private RequestSize size = new RequestSize(0, 0, 0);
    private Demand demand = Demand.NONE;
    private @Nullable Permit permit;

    /**
     * @param whenDone gets the result, once, unless the call is aborted
     * @param whenAborted gets the fault that must fail the job
     * @param memory gets the bytes that the call holds in memory, whenever they change much
     */
    @SuppressWarnings("NullAway.Init") // nothing is asked before start()
    EnrichmentCall(
            CallContext context,
            SourceRecord record,
            Consumer<EnrichmentResult> whenDone,
            Consumer<Throwable> whenAborted,
            LongConsumer memory) {
        this.context = context;
        this.record = record;
        this.whenDone = whenDone;
        this.whenAborted = whenAborted;
        this.memory = memory;
        this.report = new CallReport(context, record);
        this.tools = new CallTools(context);
        this.files = new CallFiles(context, record);
        this.with = new CallRoute(context, report);
    }

    /** Begins. Does not block. */
    void start() {
        guarded(
                () -> {
                    context.retryBudget().begun();
                    context.acceptance().begin(ticket, () -> guarded(this::render));
                });
    }

    private void render() {
        try {
            prompt = context.renderer().render(Objects.requireNonNull(record.value()));
        } catch (PromptException unfit) {
            fail(unfit.kind(), String.valueOf(unfit.getMessage()));
            return;
        }
        begin(context.routes().choose());
    }

    /** Begins anew: the failure before had a cause that all records shared. */
    private void again() {
        report.begin(with.route().model());
        context.acceptance().admit(ticket, () -> guarded(this::render));
    }

    private void begin(Route route) {
        with.enter(route);
        dialogue = new Dialogue(context, route, prompt);
        ask();
    }

    private void ask() {
        cachedContent = with.route().cachedContent();
        body = dialogue.request(cachedContent);
        memory.accept(Footprint.of(record) + Footprint.ofRequest(body));
        // What is cached are tokens of the prompt too, at another price.
        long cached = cachedContent == null ? 0 : with.route().encoder().cachedBytes();
        size = RequestSize.of(body, dialogue.question()).plusText(cached);
        admit();
    }

    private void admit() {
        demand = with.route().demand().of(size.textBytes(), size.fileTokens(), size.soundTokens());
        with.route().limiter().acquire(demand, this);
    }

    /** Asked under the limiter's lock. */
    @Override
    public boolean givesUp() {
        return context.closed().get() || with.isHopeless();
    }

    @Override
    public void refused(Refusal refusal) {
        guarded(
                () -> {
                    Route refuge = refusal == Refusal.GAVE_UP ? with.refuge() : null;
                    if (refuge != null) {
                        moveOn(refuge);
                        return;
                    }
                    if (refusal == Refusal.GAVE_UP && !with.patience().isOver()) {
                        admit(); // the refuge was gone again
                        return;
                    }
                    FailureKind kind = with.patience().kind(refusal);
                    context.metrics().count(kind);
                    if (with.patience().failsJob(kind)) {
                        abort(kind, "no permit to send");
                    } else {
                        deadLetter(kind, "no permit to send");
                    }
                });
    }

    @Override
    public void granted(Permit newPermit) {
        permit = newPermit;
        if (!guarded(this::granted)) {
            release(Settlement.UNUSED); // others may share the limiter
        }
    }

    private void granted() {
        if (report.isTooLate()) {
            release(Settlement.UNUSED);
            refused(Refusal.GAVE_UP);
        } else {
            attempt();
        }
    }

    private void attempt() {
        Duration most = with.route().settings().endpoint().attemptTimeout();
        Duration remaining = report.remaining();
        boolean cut = remaining.compareTo(most) < 0;
        report.attempted(cut);
        context.acceptance().sent(ticket);
        with.route().client().generate(body, cut ? remaining : most, this::replied);
    }

    private void replied(GeminiReply told) {
        BilledUsage billed =
                BilledUsage.of(told, dialogue.encoder(), dialogue.question(), size, demand);
        if (!guarded(() -> received(billed))) {
            release(settlement(billed.reply(), report.received(billed)));
        }
    }

    private void received(BilledUsage billed) {
        GeminiReply reply = billed.reply();
        long cost = report.received(billed);
        context.metrics().finished(reply.metadata().finishReason());
        if (reply instanceof GeminiReply.Failed failed) {
            failed(failed, cost);
        } else if (reply instanceof GeminiReply.Answer answer) {
            memory.accept(Footprint.of(record) + Footprint.ofRequest(body) + Footprint.of(answer));
            with.failures().answered();
            release(settlement(reply, cost));
            Move move = dialogue.answered(answer, mayRepair());
            report.judged(answer, dialogue.violations());
            follow(move);
        }
    }

    private void failed(GeminiReply.Failed failed, long cost) {
        if (failed.kind() == FailureKind.CACHE_LOST && cachedContent != null) {
            with.failures().answered();
            release(settlement(failed, cost));
            context.metrics().count(failed.kind());
            with.route().cacheLost(cachedContent);
            report.excuse();
            ask();
        } else {
            failedAsked(failed, cost);
        }
    }

    private void failedAsked(GeminiReply.Failed failed, long cost) {
        Next next = with.failures().after(failed);
        release(settlement(failed, cost));
        Route other = with.after(failed, record);
        if (other == null) {
            if (failed.kind() == FailureKind.RECITATION) {
                vary();
            }
            follow(next, failed);
        } else {
            context.metrics().count(failed.kind());
            moveOn(other);
        }
    }

    /** Changes the request, if it can be changed so that another answer is likely. */
    private void vary() {
        dialogue.vary();
        body = dialogue.request(cachedContent);
    }

    private void moveOn(Route other) {
        context.metrics().count(EnrichmentMetric.FALLBACKS);
        begin(other);
    }

    private void release(Settlement settlement) {
        if (permit != null) {
            permit.release(settlement);
        }
    }

    private Settlement settlement(GeminiReply reply, long cost) {
        return CallSettlement.of(reply, with.route(), size, demand, cost, report.wasCut());
    }

    private boolean mayRepair() {
        return context.settings().repair()
                && context.retries().allowsAnother(report.ownAttempts())
                && report.remaining().compareTo(report.shortestAttempt()) >= 0;
    }

    private void follow(Move move) {
        if (move instanceof Move.Enriched enriched) {
            enriched(enriched);
        } else if (move instanceof Move.Ask) {
            goOn(this::ask);
        } else if (move instanceof Move.Call call) {
            goOn(() -> call(call.functions()));
        } else if (move instanceof Move.Repair repair) {
            context.metrics().count(repair.kind());
            context.metrics().count(EnrichmentMetric.REPAIRS);
            ask();
        } else if (move instanceof Move.Unusable unusable) {
            GeminiReply.Failed failed =
                    new GeminiReply.Failed(
                            unusable.kind(),
                            unusable.detail(),
                            report.httpStatus(),
                            null,
                            report.metadata());
            follow(with.failures().after(failed), failed);
        } else if (move instanceof Move.GiveUp giveUp) {
            fail(giveUp.kind(), giveUp.detail());
        }
    }

    /** Takes the next step, unless its request would only be paid for. */
    private void goOn(Runnable step) {
        report.progressed();
        if (report.remaining().compareTo(report.shortestAttempt()) >= 0) {
            step.run();
        } else if (report.isTooLate()) {
            fail(FailureKind.TOO_LATE, "no time is left for the next step");
        } else {
            fail(FailureKind.ATTEMPT_TIMEOUT, "no time is left for the next step (call.deadline)");
        }
    }

    private void call(List<FunctionCall> functions) {
        PatientStep step = step("the functions did not end in time");
        tools.call(
                functions,
                responses -> {
                    if (step.end()) {
                        guarded(() -> called(responses));
                    }
                });
    }

    /** Begins what others do; it may never end, but the call's patience does. */
    private PatientStep step(String late) {
        return new PatientStep(
                context, report, () -> guarded(() -> fail(FailureKind.TOO_LATE, late)));
    }

    private void called(List<FunctionResponse> responses) {
        tools.tell(report);
        dialogue.called(responses);
        ask();
    }

    private void enriched(Move.Enriched enriched) {
        if (enriched.replaced() || prompt.replaced()) {
            context.metrics().count(EnrichmentMetric.TEXTS_REPLACED);
        }
        if (context.attachments() == null || enriched.content().blobs().isEmpty()) {
            succeed(enriched.json());
            return;
        }
        PatientStep step = step("the files of the answer were not written in time");
        files.write(
                enriched.content().blobs(),
                stored -> {
                    if (step.end()) {
                        guarded(() -> stored(enriched, stored));
                    }
                },
                unwritten -> {
                    if (step.end()) {
                        guarded(() -> unwritten(unwritten));
                    } else {
                        LOG.warn("A file was not written, too late for {}: {}", record, unwritten);
                    }
                });
    }

    private void unwritten(CallFiles.Unwritten file) {
        if (file.othersAreWritten()) {
            fail(FailureKind.ATTACHMENTS_UNWRITABLE, file.reason());
        } else {
            abort(FailureKind.ATTACHMENTS_UNWRITABLE, file.reason());
        }
    }

    private void stored(Move.Enriched enriched, List<Written.Stored> stored) {
        succeed(files.tell(enriched.json(), stored, report));
    }

    private void succeed(String json) {
        context.acceptance().accepted(ticket);
        whenDone.accept(report.enriched(json));
    }

    private void follow(Next next, GeminiReply.Failed failed) {
        context.metrics().count(failed.kind());
        if (next instanceof Next.Abort) {
            abort(failed.kind(), withoutValues(failed.detail()));
        } else if (next instanceof Next.GiveUp giveUp) {
            deadLetter(failed.kind(), withoutValues(failed.detail()) + giveUp.why());
        } else if (next instanceof Next.Retry retry) {
            later(retry.delay());
        } else {
            context.metrics().count(EnrichmentMetric.RETRIES);
            admit();
        }
    }

    private String withoutValues(String detail) {
        return record.value() == null ? detail : FieldMask.masked(detail, record.value());
    }

    private void later(Duration delay) {
        if (report.isTooLateIn(delay)) {
            fail(FailureKind.TOO_LATE, "the next attempt would be in " + delay.toMillis() + " ms");
            return;
        }
        context.scheduler().schedule(() -> guarded(this::retry), delay);
    }

    private void retry() {
        boolean allowed = context.retryBudget().allows(context.scheduler().nanoTime());
        if (allowed || with.route().health().isOutage()) {
            context.metrics().count(EnrichmentMetric.RETRIES);
            admit();
        } else {
            context.metrics().count(EnrichmentMetric.RETRIES_POSTPONED);
            later(context.retries().backoff(1, context.random().getAsDouble()));
        }
    }

    /** Ends the call with a failure that no attempt has counted. */
    private void fail(FailureKind kind, String detail) {
        context.metrics().count(kind);
        deadLetter(kind, detail);
    }

    private void deadLetter(FailureKind kind, String detail) {
        if (!kind.isOfTheRecord()) {
            context.acceptance().ended(ticket);
            whenDone.accept(report.deadLetter(kind, detail));
            return;
        }
        FailedRecord failed =
                new FailedRecord(
                        record,
                        kind,
                        detail,
                        () -> whenDone.accept(report.deadLetter(kind, detail)),
                        () -> guarded(this::again),
                        whenAborted);
        context.acceptance().rejected(ticket, failed);
    }

    private void abort(FailureKind kind, String detail) {
        whenAborted.accept(new EnrichmentAbortedException(kind, detail));
    }

    /**
     * Runs a step. A defect in it costs this record its enrichment, and not the job its life; an
     * error of the machine fails the job, which Flink then restarts. Never throws: the caller may
     * have other calls to serve.
     *
     * @return false if the subtask is torn down, so that the step was not begun
     */
    private boolean guarded(Runnable step) {
        if (context.closed().get()) {
            return false;
        }
        try {
            step.run();
        } catch (RuntimeException defect) {
            LOG.error("A call failed for a defect, at {}", record, defect);
            failed(defect);
        } catch (Error broken) {
            // Out of memory, a class that is not there: no record's fault, and no answer to it
            // here.
            whenAborted.accept(broken);
        }
        return true;
    }

    private void failed(RuntimeException defect) {
        try {
            release(Settlement.UNUSED);
            fail(FailureKind.INTERNAL, defect.getClass().getName());
        } catch (RuntimeException again) {
            // Whoever takes the result cannot, not even this one: the record must not be lost.
            if (again != defect) {
                again.addSuppressed(defect);
            }
            whenAborted.accept(again);
        }
    }
}
