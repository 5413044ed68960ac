package dev.gleaner.enrich;

import dev.gleaner.enrich.CallFailures.Next;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.MalformedTextException;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.Turn;
import dev.gleaner.limit.Applicant;
import dev.gleaner.limit.Demand;
import dev.gleaner.limit.Permit;
import dev.gleaner.limit.Permit.Sample;
import dev.gleaner.limit.Permit.Settlement;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.prompt.PromptException;
import dev.gleaner.schema.AnswerCheck;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One record on its way: render, admit, attempt, check; perhaps again; then one result.
 *
 * <p>The steps follow each other, each begun by the one before, on whatever thread that ended: so
 * no two run at once, and the fields need no lock.
 */
final class EnrichmentCall implements Applicant {
    private static final Logger LOG = LoggerFactory.getLogger(EnrichmentCall.class);

    /** An answer longer than this is not sent back to be repaired: that would cost more than it. */
    private static final int MAX_REPAIRED_CHARS = 32_768;

    private final CallContext context;
    private final SourceRecord record;
    private final Consumer<EnrichmentResult> whenDone;
    private final Consumer<Throwable> whenAborted;
    private final CallReport report;
    private final CallFailures failures;
    private final CallPatience patience;

    private Prompt prompt = Prompt.of("");
    private byte[] body = {};
    private Demand demand = Demand.NONE;
    private boolean repaired;
    private @Nullable Permit permit;

    /**
     * @param whenDone gets the result, once, unless the call is aborted
     * @param whenAborted gets the fault that must fail the job
     */
    EnrichmentCall(
            CallContext context,
            SourceRecord record,
            Consumer<EnrichmentResult> whenDone,
            Consumer<Throwable> whenAborted) {
        this.context = context;
        this.record = record;
        this.whenDone = whenDone;
        this.whenAborted = whenAborted;
        this.report = new CallReport(context, record);
        this.failures = new CallFailures(context, report);
        this.patience = new CallPatience(context, report);
    }

    /** Begins. Does not block. */
    void start() {
        guarded(
                () -> {
                    context.retryBudget().begun();
                    try {
                        prompt = context.renderer().render(Objects.requireNonNull(record.value()));
                        body = context.encoder().encode(prompt);
                    } catch (PromptException unfit) {
                        fail(unfit.kind(), String.valueOf(unfit.getMessage()));
                        return;
                    } catch (MalformedTextException unfit) {
                        fail(FailureKind.INVALID_ENCODING, String.valueOf(unfit.getMessage()));
                        return;
                    }
                    admit();
                });
    }

    private void admit() {
        demand = context.demand().of(body.length);
        context.limiter().acquire(demand, this);
    }

    @Override
    public boolean givesUp() {
        return patience.isOver();
    }

    @Override
    public void refused(Refusal refusal) {
        guarded(
                () -> {
                    FailureKind kind = CallPatience.kind(refusal);
                    context.metrics().count(kind);
                    if (patience.failsJob(kind)) {
                        abort(kind, "no permit to send");
                    } else {
                        deadLetter(kind, "no permit to send");
                    }
                });
    }

    @Override
    public void granted(Permit newPermit) {
        permit = newPermit;
        guarded(this::attempt);
    }

    private void attempt() {
        Duration most = context.settings().endpoint().attemptTimeout();
        Duration remaining = report.remaining();
        boolean cut = remaining.compareTo(most) < 0;
        report.attempted(cut);
        context.client()
                .generate(body, cut ? remaining : most, reply -> guarded(() -> received(reply)));
    }

    private void received(GeminiReply reply) {
        long cost = report.received(reply);
        if (reply instanceof GeminiReply.Failed failed) {
            Next next = failures.after(failed);
            release(settlement(reply, cost));
            follow(next, failed);
        } else if (reply instanceof GeminiReply.Answer answer) {
            failures.answered();
            release(settlement(reply, cost));
            check(answer.text());
        }
    }

    private void release(Settlement settlement) {
        if (permit != null) {
            permit.release(settlement);
        }
    }

    private Settlement settlement(GeminiReply reply, long cost) {
        long tokens = reply.metadata().usage().input();
        if (!(reply instanceof GeminiReply.Failed failed)) {
            context.demand().learn(body.length, reply.metadata().usage(), cost);
            return new Settlement(Sample.SERVED, tokens, cost);
        }
        boolean unanswered =
                failed.kind() == FailureKind.ATTEMPT_TIMEOUT
                        || failed.kind() == FailureKind.ANSWER_TOO_LARGE;
        if (unanswered) {
            // The endpoint has done its work, or may have, for nobody; and will bill it.
            return new Settlement(
                    sample(failed),
                    (long) demand.tokens(),
                    context.demand().unansweredCost(demand));
        }
        return new Settlement(sample(failed), tokens, cost);
    }

    private Sample sample(GeminiReply.Failed failed) {
        if (failed.kind().isOverload()) {
            boolean ownDoing = failed.kind() == FailureKind.ATTEMPT_TIMEOUT && report.wasCut();
            return ownDoing ? Sample.UNKNOWN : Sample.OVERLOADED;
        }
        return Objects.equals(failed.httpStatus(), 200) ? Sample.SERVED : Sample.UNKNOWN;
    }

    private void check(String text) {
        AnswerCheck check = context.validator().check(text);
        if (check instanceof AnswerCheck.Valid valid) {
            whenDone.accept(report.enriched(valid.json()));
        } else if (!stopped(report.metadata().finishReason())) {
            GeminiReply.Failed failed = unexpectedFinish();
            follow(failures.after(failed), failed);
        } else if (check instanceof AnswerCheck.NotJson notJson) {
            repair(FailureKind.INVALID_ANSWER, notJson.reason(), text);
        } else if (check instanceof AnswerCheck.Invalid invalid) {
            repair(FailureKind.SCHEMA_VIOLATION, invalid.summary(), text);
        }
    }

    /** Some answers are complete and carry no reason. */
    private static boolean stopped(@Nullable String finishReason) {
        return finishReason == null || finishReason.equalsIgnoreCase("STOP");
    }

    private GeminiReply.Failed unexpectedFinish() {
        return new GeminiReply.Failed(
                FailureKind.UNEXPECTED_FINISH,
                "the answer is incomplete; its finishReason is " + report.metadata().finishReason(),
                report.httpStatus(),
                null,
                report.metadata());
    }

    private void repair(FailureKind kind, String violations, String text) {
        context.metrics().count(kind);
        if (!repairable(text)) {
            deadLetter(kind, violations);
            return;
        }
        try {
            List<Turn> turns =
                    List.of(
                            RequestEncoder.modelTurn(text),
                            RequestEncoder.userTurn(correction(violations)));
            body = context.encoder().encode(prompt, turns, null);
        } catch (MalformedTextException unfit) {
            deadLetter(kind, violations);
            return;
        }
        repaired = true;
        context.metrics().count(EnrichmentMetric.REPAIRS);
        admit();
    }

    private boolean repairable(String text) {
        return context.settings().repair()
                && !repaired
                && context.retries().allowsAnother(report.ownAttempts())
                && report.remaining().compareTo(report.shortestAttempt()) >= 0
                && text.length() <= MAX_REPAIRED_CHARS;
    }

    private static String correction(String violations) {
        return "This answer cannot be used: "
                + violations
                + ". Answer the first message again with corrected JSON, and nothing else.";
    }

    private void follow(Next next, GeminiReply.Failed failed) {
        context.metrics().count(failed.kind());
        if (next instanceof Next.Abort) {
            abort(failed.kind(), failed.detail());
        } else if (next instanceof Next.GiveUp giveUp) {
            deadLetter(failed.kind(), failed.detail() + giveUp.why());
        } else if (next instanceof Next.Retry retry) {
            later(retry.delay());
        } else {
            context.metrics().count(EnrichmentMetric.RETRIES);
            admit();
        }
    }

    private void later(Duration delay) {
        context.scheduler().schedule(() -> guarded(this::retry), delay);
    }

    private void retry() {
        boolean allowed = context.retryBudget().allows(context.scheduler().nanoTime());
        if (allowed || context.health().isOutage()) {
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
        whenDone.accept(report.deadLetter(kind, detail));
    }

    private void abort(FailureKind kind, String detail) {
        whenAborted.accept(new EnrichmentAbortedException(kind, detail));
    }

    /**
     * Runs a step. A defect in it costs this record its enrichment, and not the job its life; an
     * error of the machine fails the job, which Flink then restarts. Never throws: the caller may
     * have other calls to serve.
     */
    private void guarded(Runnable step) {
        if (context.closed().get()) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException defect) {
            LOG.error("A call failed for a defect, at {}", record, defect);
            release(Settlement.UNUSED);
            fail(FailureKind.INTERNAL, defect.getClass().getName());
        } catch (Error broken) {
            // Out of memory, a class that is not there: no record's fault, and no answer to it
            // here.
            whenAborted.accept(broken);
        }
    }
}
