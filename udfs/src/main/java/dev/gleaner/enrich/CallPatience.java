package dev.gleaner.enrich;

import dev.gleaner.limit.Applicant.Refusal;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.model.FailureKind;

/** How long one call waits for a permit, and what it is when it does not get one. */
final class CallPatience {
    private final CallContext context;
    private final CallReport report;
    private final Route route;

    CallPatience(CallContext context, CallReport report, Route route) {
        this.context = context;
        this.report = report;
        this.route = route;
    }

    boolean isOver() {
        return report.isTooLate() || outageIsTooLong();
    }

    /** Returns the failure that a refusal is. */
    FailureKind kind(Refusal refusal) {
        return switch (refusal) {
            case BUDGET_SPENT -> FailureKind.BUDGET_SPENT;
            case GAVE_UP -> report.isTooLate() ? FailureKind.TOO_LATE : FailureKind.OUTAGE;
        };
    }

    /** Returns whether the user wants the job to fail for it, and not the record alone. */
    boolean failsJob(FailureKind kind) {
        return switch (kind) {
            case BUDGET_SPENT -> context.settings().limits().budget().action() == BudgetAction.FAIL;
            case OUTAGE -> context.settings().outage().action() == OutageSettings.Action.FAIL;
            default -> false;
        };
    }

    /** Whether the record, or the job, has waited for the endpoint for as long as it may. */
    private boolean outageIsTooLong() {
        OutageSettings settings = context.settings().outage();
        if (settings.action() == OutageSettings.Action.WAIT) {
            return false;
        }
        long outage = route.health().outageNanos(context.scheduler().nanoTime());
        boolean whole = settings.action() == OutageSettings.Action.FAIL;
        long waited = whole ? outage : Math.min(outage, report.elapsed().toNanos());
        return outage > 0 && waited >= settings.after().toNanos();
    }
}
