package dev.gleaner.enrich;

import dev.gleaner.gemini.GeminiReply.Failed;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.FallbackReason;
import dev.gleaner.model.RetryRule;
import dev.gleaner.model.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which model one call is with, and where it goes when it cannot stay. For one thread at a time.
 */
final class CallRoute {
    private static final Logger LOG = LoggerFactory.getLogger(CallRoute.class);

    private final CallContext context;
    private final CallReport report;
    private Route route;
    private CallFailures failures;
    private CallPatience patience;

    CallRoute(CallContext context, CallReport report) {
        this.context = context;
        this.report = report;
        route = context.routes().first();
        failures = new CallFailures(context, report, route);
        patience = new CallPatience(context, report, route);
    }

    /** Goes to a model, or begins again with the same. */
    void enter(Route next) {
        if (!next.equals(route)) {
            route = next;
            report.begin(next.model());
            failures = new CallFailures(context, report, next);
            patience = new CallPatience(context, report, next);
        }
    }

    Route route() {
        return route;
    }

    CallFailures failures() {
        return failures;
    }

    CallPatience patience() {
        return patience;
    }

    /** Returns whether there is no use in waiting here. Asked under the limiter's lock. */
    boolean isHopeless() {
        return patience.isOver() || refuge() != null;
    }

    /** Where a call goes that waits in vain. */
    @Nullable Route refuge() {
        return route.health().isProbing()
                ? context.routes().elsewhere(route, FallbackReason.OUTAGE)
                : null;
    }

    /** Returns where a call goes after a failure; null if it stays. */
    @Nullable Route after(Failed failed, SourceRecord record) {
        FallbackReason reason = reason(failed.kind());
        Route other = reason == null ? null : context.routes().elsewhere(route, reason);
        if (other == null && reason == FallbackReason.OUTAGE) {
            other = context.routes().unwatched(route);
        }
        boolean useless =
                other == null && failed.kind().isFatal() && !route.equals(context.routes().first());
        if (useless) {
            // What is wrong with a fallback must not end a job whose first model comes back.
            LOG.warn(
                    "The fallback {} is of no use: {}: {} {}",
                    route.model(),
                    failed.kind(),
                    failed.detail(),
                    failed.kind().fix());
            other = context.routes().first();
        }
        if (other != null) {
            if (useless || reason == FallbackReason.RETIREMENT) {
                context.routes().retire(route);
            }
            LOG.debug("{} goes on to {}: {}", record, other.model(), failed.kind());
        }
        return other;
    }

    private @Nullable FallbackReason reason(FailureKind kind) {
        if (kind.isRetirement()) {
            return FallbackReason.RETIREMENT;
        } else if (kind.isRefusal()) {
            return FallbackReason.BLOCKED;
        }
        boolean waits = kind.isEndpoints() || kind.retryRule() == RetryRule.HOLD;
        return waits && route.health().isProbing() ? FallbackReason.OUTAGE : null;
    }
}
