package dev.gleaner.retry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget(0);

    @Test
    void records_allowAFifthOfARetryEach() {
        spend(0);
        for (int i = 0; i < 51; i++) {
            budget.begun();
        }
        assertThat(spend(0)).isEqualTo(10);
    }

    @Test
    void tenASecond_areAlwaysAllowed() {
        spend(0);
        assertThat(spend(1_000_000_000L)).isEqualTo(10);
    }

    @Test
    void what_isNotUsed_isKeptUpToABound() {
        for (int i = 0; i < 10_000; i++) {
            budget.begun();
        }
        assertThat(spend(0)).isEqualTo(100);
    }

    private int spend(long now) {
        int spent = 0;
        while (budget.allows(now)) {
            spent++;
        }
        return spent;
    }
}
