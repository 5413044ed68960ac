package dev.gleaner.limit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subtask's quotas and budget: what is reserved before an attempt and settled after it. */
final class Rations {
    /** Until something is settled, or never. */
    static final long NOT_BY_TIME = Long.MAX_VALUE;

    /** There is no waiting for it: whoever asks is refused. */
    static final long REFUSED = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Rations.class);

    private final Quotas quotas;
    private final Budget budget;
    private final BudgetAction whenSpent;
    private boolean spent;

    /**
     * @param budget may be shared with other models
     */
    Rations(Quotas quotas, Budget budget, BudgetAction whenSpent) {
        this.quotas = quotas;
        this.budget = budget;
        this.whenSpent = whenSpent;
    }

    /**
     * Reserves so much, or returns how long to wait for it.
     *
     * @return in nanoseconds; 0 if it is reserved, {@link #REFUSED} or {@link #NOT_BY_TIME}
     */
    long reserve(Demand demand, long now) {
        long wait = Math.max(quotas.nanosUntil(demand, now), quotas.nanosUntilTomorrow());
        if (wait > 0) {
            return wait;
        }
        Budget.Cover cover = budget.reserve(demand.cost());
        noteSpent(cover == Budget.Cover.NONE);
        return switch (cover) {
            case YES -> {
                quotas.take(demand);
                yield 0;
            }
            case LATER -> NOT_BY_TIME;
            case NONE -> whenSpent == BudgetAction.HOLD ? budget.nanosUntilRefill() : REFUSED;
        };
    }

    private void noteSpent(boolean now) {
        if (now && !spent) {
            LOG.warn("This subtask's share of the budget is spent (budget.action: {})", whenSpent);
        } else if (spent && !now) {
            LOG.info("There is money in the budget again");
        }
        spent = now;
    }

    void resize(Share share) {
        quotas.resize(share);
        budget.resize(share);
    }

    void settle(Demand demand, Permit.Settlement settlement) {
        quotas.settle(demand, settlement.tokens());
        budget.settle(demand.cost(), settlement.cost());
    }

    Ledger ledger() {
        return quotas.write(budget.write(Ledger.EMPTY));
    }
}
