package dev.gleaner.enrich;

import dev.gleaner.gemini.GeminiReply.Failed;
import dev.gleaner.limit.EndpointHealth.Verdict;
import dev.gleaner.limit.EndpointHealth.Witness;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.RetryRule;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has gone wrong in one call so far, and what follows from the next failure. */
final class CallFailures {
    private static final Logger LOG = LoggerFactory.getLogger(CallFailures.class);

    /** How often an account without credit is asked again. */
    private static final Duration CREDIT_HOLD = Duration.ofMinutes(5);

    /** A quota may be raised before it refills. */
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

    private final CallContext context;
    private final CallReport report;
    private final Witness witness;
    private int endpointFailures;
    private int answerFailures;
    private int addressFailures;

    /** What follows from a failure. */
    sealed interface Next {
        /** The job fails. */
        record Abort() implements Next {}

        /** The record is a dead letter; {@code why} is added to the failure's own words. */
        record GiveUp(String why) implements Next {}

        /** Another attempt after a delay, if the retry budget allows. */
        record Retry(Duration delay) implements Next {}

        /** Another attempt as soon as anybody may send. */
        record Queue() implements Next {}
    }

    CallFailures(CallContext context, CallReport report) {
        this.context = context;
        this.report = report;
        witness = new Witness(context.health());
    }

    /** Notes that the endpoint did its work. */
    void answered() {
        context.contact().answered();
        if (context.health().answered()) {
            context.metrics().count(EnrichmentMetric.OUTAGES);
            LOG.info("The endpoint answers again; calls go on");
        }
    }

    /** Notes a failure, lets the subtask pause if it must, and returns what follows. */
    Next after(Failed failed) {
        FailureKind kind = failed.kind();
        if (kind.retryRule() == RetryRule.HOLD) {
            return hold(failed);
        } else if (kind.isFatal()) {
            return fatal();
        } else if (kind.isEndpoints()) {
            return endpoints(failed);
        }
        answered();
        boolean again =
                kind.retryRule() == RetryRule.ONCE
                        && ++answerFailures == 1
                        && context.retries().allowsAnother(report.ownAttempts());
        return again ? new Next.Retry(Duration.ZERO) : new Next.GiveUp("");
    }

    private Next hold(Failed failed) {
        context.contact().answered();
        Duration asked =
                failed.retryDelay() == null ? CREDIT_HOLD : min(failed.retryDelay(), LONGEST_HOLD);
        pause(asked, failed);
        report.excuse(Duration.ZERO);
        return new Next.Queue();
    }

    private void pause(Duration time, Failed failed) {
        boolean begins = context.limiter().pause(time);
        if (begins && time.compareTo(Duration.ofSeconds(10)) >= 0) {
            LOG.warn(
                    "No calls until {}: {}: {}. {}",
                    context.clock().instant().plus(time),
                    failed.kind(),
                    failed.detail(),
                    failed.kind().fix());
        }
    }

    private Next fatal() {
        boolean first = !context.contact().isMade();
        if (first || context.health().isConfirmed()) {
            return new Next.Abort();
        }
        Duration delay = context.retries().backoff(++endpointFailures, random());
        report.excuse(delay);
        return new Next.Retry(delay);
    }

    private Next endpoints(Failed failed) {
        FailureKind kind = failed.kind();
        if (failed.httpStatus() != null && !kind.isFatalAtStart()) {
            context.contact().answered();
        }
        if (failed.retryDelay() != null) {
            pause(failed.retryDelay(), failed);
        }
        Duration delay = context.retries().backoff(++endpointFailures, random());
        boolean tooLate = delay.plus(report.shortestAttempt()).compareTo(report.remaining()) > 0;
        boolean last = tooLate || !context.retries().allowsAnother(report.ownAttempts());
        addressFailures += kind.isFatalAtStart() ? 1 : 0;
        long now = context.scheduler().nanoTime();
        if (context.contact().isWrongAddress(kind, addressFailures, last, now)) {
            return new Next.Abort();
        }
        Verdict verdict = context.health().failed(witness, kind.mayBeTheRecords(), now);
        if (verdict == Verdict.COUNTS) {
            return last ? new Next.GiveUp(tooLate ? late(delay) : "") : new Next.Retry(delay);
        }
        if (verdict == Verdict.OUTAGE_BEGINS) {
            LOG.warn(
                    "The endpoint answers nobody; calls wait, and a probe looks now and then: {}:"
                            + " {}",
                    kind,
                    failed.detail());
        }
        boolean outage = context.health().isOutage();
        report.excuse(outage ? Duration.ZERO : delay);
        return outage ? new Next.Queue() : new Next.Retry(delay);
    }

    private static String late(Duration delay) {
        return "; the next attempt, in "
                + delay.toMillis()
                + " ms, would be too late for call.deadline";
    }

    private double random() {
        return context.random().getAsDouble();
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
