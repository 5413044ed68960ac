package dev.gleaner.enrich;

import dev.gleaner.cache.CachePurse;
import dev.gleaner.cache.CacheUse;
import dev.gleaner.limit.Limiter;
import dev.gleaner.limit.ModelPrice;
import org.jspecify.annotations.Nullable;

/**
 * Pays for what is cached out of the budget of the calls.
 *
 * @param limiter whose budget it is
 * @param price of the model, or null if it is not known and nothing is counted
 */
record BudgetPurse(Limiter limiter, @Nullable ModelPrice price) implements CachePurse {

    @Override
    public boolean setAside(CacheUse most) {
        return limiter.setAside(cost(most));
    }

    @Override
    public void pay(CacheUse most, CacheUse used) {
        limiter.spend(cost(most), cost(used));
    }

    private long cost(CacheUse use) {
        return price == null ? 0 : price.cacheCost(use.read(), use.kept(), use.time());
    }
}
