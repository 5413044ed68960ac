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
     * @param own what this subtask has used up before
     */
    Rations(LimitSettings settings, Ledger own, Share share, Surroundings surroundings) {
        long now = surroundings.time().nanoTime();
        quotas = new Quotas(settings.quotas(), own, share, surroundings.clock(), now);
        budget = new Budget(settings.budget(), own, share, surroundings.clock());
        whenSpent = settings.budget().action();
    }

    /**
     * Returns how long to wait for so much, in nanoseconds; 0 if it is there, {@link #REFUSED} or
     * {@link #NOT_BY_TIME}.
     */
    long nanosUntil(Demand demand, long now) {
        long wait = Math.max(quotas.nanosUntil(demand, now), quotas.nanosUntilTomorrow());
        if (wait > 0) {
            return wait;
        }
        Budget.Cover cover = budget.covers(demand.cost());
        noteSpent(cover == Budget.Cover.NONE);
        return switch (cover) {
            case YES -> 0;
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

    void reserve(Demand demand) {
        quotas.take(demand);
        budget.reserve(demand.cost());
    }

    void settle(Demand demand, Permit.Settlement settlement) {
        quotas.settle(demand, settlement.tokens());
        budget.settle(demand.cost(), settlement.cost());
    }

    Ledger ledger() {
        return quotas.write(budget.write(Ledger.EMPTY));
    }
}
