package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.limit.Permit.Sample;
import dev.gleaner.limit.Permit.Settlement;
import dev.gleaner.testing.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private static final Settlement SERVED = new Settlement(Sample.SERVED, 0, 0);
    private static final Settlement BROKEN = new Settlement(Sample.UNKNOWN, 0, 0);

    private final ManualScheduler time = new ManualScheduler();
    private final EndpointHealth health = new EndpointHealth();
    private final List<String> told = new ArrayList<>();
    private final Deque<Permit> permits = new ArrayDeque<>();

    @Test
    void permits_areGrantedInTheOrderTheyWereAskedFor() {
        Limiter limiter = limiter(2, QuotaSettings.NONE, BudgetSettings.NONE);
        ask(limiter, "a", "b", "c", "d");
        assertThat(told).containsExactly("a", "b");
        permits.remove().release(BROKEN);
        permits.remove().release(BROKEN);
        assertThat(told).containsExactly("a", "b", "c", "d");
        assertThat(limiter.inFlight()).isEqualTo(2);
    }

    @Test
    void permit_countsOnce_howeverOftenItIsReleased() {
        Limiter limiter = limiter(1, QuotaSettings.NONE, BudgetSettings.NONE);
        ask(limiter, "a", "b", "c");
        Permit first = permits.remove();
        first.release(SERVED);
        first.release(SERVED);
        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void applicantThatGivesUp_leavesTheQueue() {
        Limiter limiter = limiter(1, QuotaSettings.NONE, BudgetSettings.NONE);
        ask(limiter, "a", "impatient", "c");
        time.advance(Duration.ofSeconds(1));
        assertThat(told).containsExactly("a", "impatient refused: GAVE_UP");
        permits.remove().release(BROKEN);
        assertThat(told).last().isEqualTo("c");
    }

    @Test
    void longQueueOfRequestsThatFailAtOnce_isNoDeepStack() {
        Limiter limiter = limiter(1, QuotaSettings.NONE, BudgetSettings.NONE);
        ask(limiter, "first");
        for (int i = 0; i < 100_000; i++) {
            limiter.acquire(
                    Demand.NONE,
                    new Named("x") {
                        @Override
                        public void granted(Permit permit) {
                            permit.release(BROKEN);
                        }
                    });
        }
        permits.remove().release(BROKEN);
        assertThat(limiter.waiting()).isZero();
        assertThat(limiter.inFlight()).isZero();
    }

    @Test
    void pause_letsNobodySend_andCountsAsHeld() {
        Limiter limiter = limiter(5, QuotaSettings.NONE, BudgetSettings.NONE);
        limiter.pause(Duration.ofSeconds(20));
        ask(limiter, "a");
        time.advance(Duration.ofSeconds(20).minusNanos(1));
        assertThat(told).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(told).containsExactly("a");
        assertThat(limiter.heldNanos()).isEqualTo(Duration.ofSeconds(20).toNanos());
    }

    @Test
    void afterAPause_thoseWhoWaited_goSpreadOverARoundTrip() {
        Limiter limiter = limiter(100, QuotaSettings.NONE, BudgetSettings.NONE);
        serveOneSecondEach(limiter, 2_000);
        limiter.pause(Duration.ofSeconds(60));
        for (int i = 0; i < 100; i++) {
            ask(limiter, "w" + i);
        }
        told.clear();
        time.advance(Duration.ofSeconds(60));
        assertThat(told).hasSizeLessThan(5);
        // A quarter of a round trip, since no limit below the largest has been met yet.
        time.advance(Duration.ofMillis(125));
        assertThat(told).hasSizeBetween(40, 60);
        time.advance(Duration.ofMillis(250));
        assertThat(told).hasSize(100);
    }

    @Test
    void limitItself_isNoHeldTime() {
        Limiter limiter = limiter(1, QuotaSettings.NONE, BudgetSettings.NONE);
        ask(limiter, "a", "b");
        time.advance(Duration.ofSeconds(20));
        assertThat(limiter.heldNanos()).isZero();
    }

    @Test
    void requestsPerMinute_areSpreadOverTheMinute() {
        Limiter limiter = limiter(1_000, new QuotaSettings(60, 0, 0), BudgetSettings.NONE);
        for (int i = 0; i < 200; i++) {
            ask(limiter, "r" + i);
        }
        for (int second = 0; second < 10; second++) {
            permits.remove().release(BROKEN);
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(told).hasSize(11);
        assertThat(limiter.heldNanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void tokens_areReservedByEstimate_andSettledByUse() {
        Limiter limiter = limiter(9, new QuotaSettings(0, 60_000, 0), BudgetSettings.NONE);
        Demand thousand = new Demand(1_000, 0);
        limiter.acquire(thousand, new Named("a"));
        limiter.acquire(thousand, new Named("b"));
        assertThat(told).containsExactly("a");
        // It used a tenth of what was reserved, so the rest is there for the next.
        permits.remove().release(new Settlement(Sample.SERVED, 100, 0));
        time.advance(Duration.ofMillis(100));
        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void requestsPerDay_waitForMidnightPacific() {
        Limiter limiter = limiter(9, new QuotaSettings(0, 0, 3), BudgetSettings.NONE);
        ask(limiter, "a", "b", "c", "d");
        assertThat(told).hasSize(3);
        // The clock begins at 1970-01-01T00:00Z, which is 16:00 in California.
        time.advance(Duration.ofHours(8).minusNanos(1));
        assertThat(told).hasSize(3);
        time.advance(Duration.ofNanos(1));
        assertThat(told).hasSize(4);
    }

    @Test
    void hourlyBudget_thatIsSpent_holdsUntilTheNextHour() {
        Limiter limiter =
                limiter(9, QuotaSettings.NONE, new BudgetSettings(100, 0, 0, BudgetAction.HOLD));
        limiter.acquire(new Demand(0, 60), new Named("a"));
        limiter.acquire(new Demand(0, 60), new Named("b"));
        assertThat(told).containsExactly("a");
        permits.remove().release(new Settlement(Sample.SERVED, 0, 100));
        time.advance(Duration.ofMinutes(59));
        assertThat(told).containsExactly("a");
        time.advance(Duration.ofMinutes(1));
        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void moneyThatIsSetAside_isNoCalls_untilItIsSpent() {
        Limiter limiter =
                limiter(9, QuotaSettings.NONE, new BudgetSettings(0, 0, 100, BudgetAction.HOLD));
        assertThat(limiter.setAside(80)).isTrue();
        limiter.acquire(new Demand(0, 60), new Named("a"));
        assertThat(told).isEmpty();
        limiter.spend(80, 30);
        assertThat(told).as("at once").containsExactly("a");
        assertThat(limiter.setAside(11)).isFalse();
        assertThat(limiter.ledger().totalSpent()).isEqualTo(30);
        assertThat(limiter.collectSpending()).isEqualTo(30);
    }

    @Test
    void outage_letsOneProbeThrough_atAGrowingInterval() {
        Limiter limiter = limiter(9, QuotaSettings.NONE, BudgetSettings.NONE);
        for (int i = 0; i < 10; i++) {
            health.failed(new EndpointHealth.Witness(health), false, time.nanoTime());
        }
        for (int i = 0; i < 20; i++) {
            ask(limiter, "p" + i);
        }
        List<Integer> sent = new ArrayList<>();
        for (int second = 0; second < 40; second++) {
            int before = told.size();
            time.advance(Duration.ofSeconds(1));
            for (int i = before; i < told.size(); i++) {
                sent.add(second + 1);
            }
        }
        assertThat(sent).containsExactly(1, 2, 4, 8, 16, 26, 36);
    }

    @Test
    void ledger_goesOnAfterARestart_inEqualShares() {
        Limiter limiter =
                limiter(
                        9,
                        new QuotaSettings(0, 0, 100),
                        new BudgetSettings(0, 0, 1_000, BudgetAction.HOLD));
        ask(limiter, "a");
        permits.remove().release(new Settlement(Sample.SERVED, 0, 700));
        Ledger kept = limiter.ledger();
        assertThat(kept.totalSpent()).isEqualTo(700);
        assertThat(kept.requests()).isEqualTo(1);
        Ledger half = kept.of(new Share(0, 2));
        Ledger other = kept.of(new Share(1, 2));
        assertThat(half.totalSpent()).isEqualTo(350);
        assertThat(half.plus(other)).isEqualTo(kept);
    }

    private Limiter limiter(int limit, QuotaSettings quotas, BudgetSettings budget) {
        return new Limiter(
                new LimitSettings(limit, 0, limit, quotas, budget, PriceTable.EMPTY),
                Ledger.EMPTY,
                Share.WHOLE,
                new Surroundings(
                        health, time, () -> Instant.EPOCH.plusNanos(time.nanoTime()), () -> 0));
    }

    private void ask(Limiter limiter, String... names) {
        for (String name : names) {
            limiter.acquire(Demand.NONE, new Named(name));
        }
    }

    /** Serves what is asked for until so many have been, each for a second, all at once. */
    private void serveOneSecondEach(Limiter limiter, int count) {
        for (int i = 0; i < count; i++) {
            ask(limiter, "s" + i);
        }
        while (limiter.waiting() > 0 || !permits.isEmpty()) {
            time.advance(Duration.ofSeconds(1));
            for (int n = permits.size(); n > 0; n--) {
                permits.remove().release(SERVED);
            }
        }
    }

    private class Named implements Applicant {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void granted(Permit permit) {
            told.add(name);
            permits.add(permit);
        }

        @Override
        public void refused(Refusal refusal) {
            told.add(name + " refused: " + refusal);
        }

        @Override
        public boolean givesUp() {
            return name.equals("impatient");
        }
    }
}
