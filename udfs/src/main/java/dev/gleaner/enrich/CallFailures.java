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

    /**
     * How often an account that is used up is asked again. Google names 40 s or so also for a quota
     * of the day (googleapis/python-genai#2044).
     */
    private static final Duration SHORTEST_HOLD = Duration.ofMinutes(5);

    /** A quota may be raised before it refills. */
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

    /** What a single answer can bring about: proxies name days. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** A shorter pause is usual at a rate limit. */
    private static final Duration WORTH_SAYING = Duration.ofSeconds(10);

    private final CallContext context;
    private final CallReport report;
    private final Route route;
    private final Witness witness;
    private int endpointFailures;
    private int answerFailures;
    private int addressFailures;
    private boolean outdated;

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

    CallFailures(CallContext context, CallReport report, Route route) {
        this.context = context;
        this.report = report;
        this.route = route;
        witness = new Witness(route.health());
    }

    /** Notes that the endpoint did its work. */
    void answered() {
        route.contact().answered();
        if (route.health().answered()) {
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
        } else if (kind.retryRule() == RetryRule.BACKOFF) {
            return outdated();
        }
        answered();
        boolean again =
                kind.retryRule() == RetryRule.ONCE
                        && ++answerFailures == 1
                        && !isLast(Duration.ZERO);
        return again ? new Next.Retry(Duration.ZERO) : new Next.GiveUp("");
    }

    private Next hold(Failed failed) {
        route.contact().answered();
        route.health().hold(context.scheduler().nanoTime());
        Duration asked = failed.retryDelay() == null ? SHORTEST_HOLD : failed.retryDelay();
        pause(max(SHORTEST_HOLD, min(asked, LONGEST_HOLD)), failed);
        report.excuse();
        return new Next.Queue();
    }

    private void pause(Duration time, Failed failed) {
        if (route.limiter().pause(time).compareTo(WORTH_SAYING) >= 0) {
            LOG.warn(
                    "No calls until {}: {}: {} {}",
                    context.clock().instant().plus(time),
                    failed.kind(),
                    failed.detail(),
                    failed.kind().fix());
        }
    }

    private Next fatal() {
        boolean first = !route.contact().isMade();
        if (first || route.health().isConfirmed(witness)) {
            return new Next.Abort();
        }
        Duration delay = nextDelay();
        if (!isLast(delay)) {
            report.delayed(delay);
            return new Next.Retry(delay);
        }
        // Others are answered all the while: it is this record's affair, whatever it looks like.
        return route.health().othersAreSpared(witness) ? new Next.GiveUp("") : new Next.Abort();
    }

    /**
     * What was sent with a key that is no longer the key says nothing of the endpoint or the
     * record. But no record goes on for ever about keys that are renewed and never taken.
     */
    private Next outdated() {
        if (!outdated) {
            outdated = true;
            report.excuse();
            return new Next.Queue();
        }
        Duration delay = nextDelay();
        return counted(delay, isLast(delay));
    }

    private Next endpoints(Failed failed) {
        FailureKind kind = failed.kind();
        if (failed.httpStatus() != null && !kind.isFatalAtStart()) {
            route.contact().answered();
        }
        if (failed.retryDelay() != null) {
            pause(min(failed.retryDelay(), LONGEST_PAUSE), failed);
        }
        Duration delay = nextDelay();
        if (report.wasCut() && kind == FailureKind.ATTEMPT_TIMEOUT) {
            return new Next.GiveUp(late(delay)); // for want of time, which says nothing of others
        }
        boolean last = isLast(delay);
        addressFailures += kind.isFatalAtStart() ? 1 : 0;
        long now = context.scheduler().nanoTime();
        if (route.contact().isWrongAddress(kind, addressFailures, last, now)) {
            return new Next.Abort();
        }
        Verdict verdict = route.health().failed(witness, kind.mayBeTheRecords(), now);
        if (verdict == Verdict.COUNTS) {
            return counted(delay, last);
        }
        if (verdict == Verdict.OUTAGE_BEGINS) {
            LOG.warn(
                    "The endpoint answers nobody; calls wait, and a probe looks now and then: {}:"
                            + " {}",
                    kind,
                    failed.detail());
        }
        report.excuse();
        return route.health().isOutage() ? new Next.Queue() : new Next.Retry(delay);
    }

    private Next counted(Duration delay, boolean last) {
        if (last) {
            return new Next.GiveUp(isTooLate(delay) ? late(delay) : "");
        }
        report.delayed(delay);
        return new Next.Retry(delay);
    }

    private Duration nextDelay() {
        return context.retries().backoff(++endpointFailures, context.random().getAsDouble());
    }

    private boolean isLast(Duration delay) {
        return isTooLate(delay) || !context.retries().allowsAnother(report.ownAttempts());
    }

    private boolean isTooLate(Duration delay) {
        return delay.plus(report.shortestAttempt()).compareTo(report.remaining()) > 0;
    }

    private static String late(Duration delay) {
        return "; the next attempt, in "
                + delay.toMillis()
                + " ms, would be too late for call.deadline";
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
