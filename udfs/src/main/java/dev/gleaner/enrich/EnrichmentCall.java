package dev.gleaner.enrich;

import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.MalformedTextException;
import dev.gleaner.limit.Permit;
import dev.gleaner.limit.Permit.Sample;
import dev.gleaner.limit.Waiter;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.RetryRule;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.prompt.PromptException;
import dev.gleaner.schema.AnswerCheck;
import dev.gleaner.time.CallScheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One record on its way: render, admit, attempt, check; perhaps again; then one result.
 *
 * <p>The steps follow each other, each begun by the one before, on whatever thread that ended: so
 * no two run at once, and the fields need no lock. The only two that race, the grant of a permit
 * and the deadline of waiting for it, are told apart by the limiter, which lets one of them win; a
 * timer that outlives its wait does nothing.
 */
final class EnrichmentCall {
    private static final Logger LOG = LoggerFactory.getLogger(EnrichmentCall.class);

    /** An answer longer than this is not sent back to be repaired: that would cost more than it. */
    private static final int MAX_REPAIRED_CHARS = 32_768;

    private static final Duration SHORTEST_ATTEMPT = Duration.ofSeconds(1);

    private final CallContext context;
    private final SourceRecord record;
    private final Consumer<EnrichmentResult> whenDone;
    private final Consumer<Throwable> whenAborted;
    private final CallReport report;

    private String userText = "";
    private byte[] body = {};
    private int endpointFailures;
    private int answerFailures;
    private int addressFailures;
    private boolean repaired;
    private CallScheduler.@Nullable Timer deadlineTimer;

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
    }

    /** Begins. Does not block. */
    void start() {
        guarded(
                () -> {
                    try {
                        userText =
                                context.renderer().render(Objects.requireNonNull(record.value()));
                        body = context.encoder().encode(userText);
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
        Waiter waiter = context.limiter().acquire(permit -> guarded(() -> attempt(permit)));
        if (waiter.isWaiting()) {
            deadlineTimer =
                    context.scheduler()
                            .schedule(() -> guarded(() -> giveUp(waiter)), report.remaining());
        }
    }

    private void giveUp(Waiter waiter) {
        if (waiter.cancel()) {
            fail(FailureKind.DEADLINE_EXCEEDED, "no permit to send within call.deadline");
        }
    }

    private void attempt(Permit permit) {
        if (deadlineTimer != null) {
            deadlineTimer.cancel();
        }
        Duration timeout = min(report.remaining(), context.settings().endpoint().attemptTimeout());
        if (timeout.compareTo(shortestAttempt()) < 0) {
            permit.release(Sample.UNKNOWN);
            fail(
                    FailureKind.DEADLINE_EXCEEDED,
                    "the permit to send came too late for an answer within call.deadline");
            return;
        }
        report.attempted();
        context.client().generate(body, timeout, reply -> guarded(() -> received(reply, permit)));
    }

    /** An attempt with less time than this would only be paid for. */
    private Duration shortestAttempt() {
        return min(context.settings().endpoint().attemptTimeout(), SHORTEST_ATTEMPT);
    }

    private void received(GeminiReply reply, Permit permit) {
        permit.release(sample(reply));
        report.received(reply);
        if (reply instanceof GeminiReply.Answer answer) {
            context.contact().answered();
            check(answer.text());
        } else if (reply instanceof GeminiReply.Failed failed) {
            failed(failed);
        }
    }

    private static Sample sample(GeminiReply reply) {
        if (reply instanceof GeminiReply.Failed failed) {
            if (failed.kind().isOverload()) {
                return Sample.OVERLOADED;
            }
            return Objects.equals(failed.httpStatus(), 200) ? Sample.SERVED : Sample.UNKNOWN;
        }
        return Sample.SERVED;
    }

    private void check(String text) {
        AnswerCheck check = context.validator().check(text);
        if (check instanceof AnswerCheck.Valid valid) {
            whenDone.accept(report.enriched(valid.json()));
        } else if (!stopped(report.metadata().finishReason())) {
            failed(unexpectedFinish());
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
            body = context.encoder().encodeRepair(userText, text, correction(violations));
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
                && context.retries().allowsAnother(report.attempts())
                && text.length() <= MAX_REPAIRED_CHARS;
    }

    private static String correction(String violations) {
        return "This answer cannot be used: "
                + violations
                + ". Answer the first message again with corrected JSON, and nothing else.";
    }

    private void failed(GeminiReply.Failed failed) {
        FailureKind kind = failed.kind();
        context.metrics().count(kind);
        if (failed.httpStatus() != null && !kind.isFatalAtStart()) {
            context.contact().answered();
        }
        int failures =
                kind.retryRule() == RetryRule.BACKOFF ? ++endpointFailures : ++answerFailures;
        Optional<Duration> delay =
                context.retries()
                        .delay(kind, failures, failed.retryDelay(), context.random().getAsDouble())
                        .filter(unused -> context.retries().allowsAnother(report.attempts()));
        boolean last =
                delay.isEmpty()
                        || delay.get().plus(shortestAttempt()).compareTo(report.remaining()) > 0;
        addressFailures += kind.isFatalAtStart() ? 1 : 0;
        if (kind.isFatal()
                || context.contact()
                        .isWrongAddress(
                                kind, addressFailures, last, context.scheduler().nanoTime())) {
            whenAborted.accept(new EnrichmentAbortedException(kind, failed.detail()));
        } else if (last) {
            deadLetter(kind, failed.detail() + delay.map(EnrichmentCall::tooLate).orElse(""));
        } else {
            context.metrics().count(EnrichmentMetric.RETRIES);
            context.scheduler().schedule(() -> guarded(this::admit), delay.get());
        }
    }

    private static String tooLate(Duration delay) {
        return "; the next attempt, in "
                + delay.toMillis()
                + " ms, would be too late for call.deadline";
    }

    /** Ends the call with a failure that no attempt has counted. */
    private void fail(FailureKind kind, String detail) {
        context.metrics().count(kind);
        deadLetter(kind, detail);
    }

    private void deadLetter(FailureKind kind, String detail) {
        whenDone.accept(report.deadLetter(kind, detail));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
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
            fail(FailureKind.INTERNAL, defect.getClass().getName());
        } catch (Error broken) {
            // Out of memory, a class that is not there: no record's fault, and no answer to it
            // here.
            whenAborted.accept(broken);
        }
    }
}
