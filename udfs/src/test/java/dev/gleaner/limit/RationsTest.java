package dev.gleaner.limit;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class RationsTest {
    private Instant now = Instant.parse("2026-11-25T10:30:00Z");

    @Test
    void bucket_holdsASecondsWorth_andFillsEvenly() {
        TokenBucket bucket = new TokenBucket(10, 0);
        bucket.take(10);
        assertThat(bucket.nanosUntil(1, 0)).isEqualTo(100_000_000);
        assertThat(bucket.nanosUntil(1, 100_000_000)).isZero();
        assertThat(bucket.nanosUntil(10, 99_000_000_000L)).isZero();
        bucket.take(10);
        assertThat(bucket.nanosUntil(1, 99_000_000_000L)).isPositive();
    }

    @Test
    void bucket_givesMoreThanItHolds_whenItIsFull_andThenOwesIt() {
        TokenBucket bucket = new TokenBucket(10, 0);
        assertThat(bucket.nanosUntil(50, 0)).isZero();
        bucket.take(50);
        assertThat(bucket.nanosUntil(10, 0)).isEqualTo(5_000_000_000L);
    }

    @Test
    void budget_coversACall_onlyWithWhatIsNotReserved() {
        Budget budget = budget(new BudgetSettings(0, 0, 100, BudgetAction.HOLD));
        assertThat(budget.reserve(60)).isEqualTo(Budget.Cover.YES);
        assertThat(budget.reserve(41)).isEqualTo(Budget.Cover.LATER);
        assertThat(budget.reserve(40)).isEqualTo(Budget.Cover.YES);
        budget.settle(60, 10);
        assertThat(budget.reserve(51)).isEqualTo(Budget.Cover.LATER);
        assertThat(budget.reserve(50)).isEqualTo(Budget.Cover.YES);
    }

    @Test
    void budget_letsOneCallThrough_thatMayCostMoreThanIsLeft() {
        Budget budget = budget(new BudgetSettings(0, 0, 100, BudgetAction.HOLD));
        assertThat(budget.reserve(500)).isEqualTo(Budget.Cover.YES);
        assertThat(budget.reserve(1)).isEqualTo(Budget.Cover.LATER);
        budget.settle(500, 100);
        assertThat(budget.reserve(1)).isEqualTo(Budget.Cover.NONE);
    }

    @Test
    void budget_setsAsideForWhatCanBeDoneWithout_onlyIfAllOfItIsThere() {
        Budget budget = budget(new BudgetSettings(0, 0, 100, BudgetAction.HOLD));
        assertThat(budget.reserveSpare(101)).isFalse();
        assertThat(budget.reserve(60)).isEqualTo(Budget.Cover.YES);
        assertThat(budget.reserveSpare(41)).isFalse();
        assertThat(budget.reserveSpare(40)).isTrue();
        assertThat(budget.reserve(1)).isEqualTo(Budget.Cover.LATER);
        budget.settleSpare(40, 30);
        budget.settle(60, 70);
        assertThat(budget.reserveSpare(0)).as("though it costs nothing").isFalse();
        assertThat(budget.write(Ledger.EMPTY).totalSpent()).isEqualTo(100);
    }

    @Test
    void budget_tellsOnceWhatWasSpentBesideCalls() {
        Budget budget = budget(BudgetSettings.NONE);
        budget.settle(0, 1);
        budget.settleSpare(0, 20);
        budget.settleSpare(0, 300);
        assertThat(budget.collect()).isEqualTo(320);
        assertThat(budget.collect()).isZero();
        assertThat(budget.totalSpent()).isEqualTo(321);
    }

    @Test
    void budget_refills_withTheHourAndTheDay_butNotTheTotal() {
        Budget hourly = budget(new BudgetSettings(100, 0, 0, BudgetAction.HOLD));
        hourly.settle(0, 100);
        assertThat(hourly.nanosUntilRefill()).isEqualTo(Duration.ofMinutes(30).toNanos());
        Budget daily = budget(new BudgetSettings(0, 100, 0, BudgetAction.HOLD));
        daily.settle(0, 100);
        assertThat(daily.nanosUntilRefill()).isEqualTo(Duration.ofMinutes(13 * 60 + 30).toNanos());
        now = now.plus(Duration.ofMinutes(30));
        assertThat(hourly.reserve(1)).isEqualTo(Budget.Cover.YES);
        assertThat(daily.reserve(1)).isEqualTo(Budget.Cover.NONE);
        Budget total = budget(new BudgetSettings(0, 0, 100, BudgetAction.HOLD));
        total.settle(0, 100);
        assertThat(total.nanosUntilRefill()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void budget_tellsWhichPartIsSpent_ofTheBoundThatIsNearest() {
        Budget budget = budget(new BudgetSettings(100, 200, 1_000, BudgetAction.HOLD));
        assertThat(budget.spentPart()).isZero();
        budget.settle(0, 90);
        assertThat(budget.spentPart()).isEqualTo(0.9);
        now = now.plus(Duration.ofHours(1));
        assertThat(budget.spentPart()).isEqualTo(0.45);
        now = now.plus(Duration.ofDays(1));
        assertThat(budget.spentPart()).isEqualTo(0.09);
        Budget none = budget(BudgetSettings.NONE);
        none.settle(0, 90);
        assertThat(none.spentPart()).isZero();
    }

    @Test
    void shareThatShrinks_takesItsPartOfWhatIsSpentAlong() {
        Share both = new Share(0, 2).plus(1);
        Budget budget =
                new Budget(
                        new BudgetSettings(100, 200, 0, BudgetAction.HOLD),
                        Ledger.EMPTY,
                        both,
                        () -> now,
                        null);
        budget.settle(0, 80);
        budget.resize(new Share(0, 2));
        budget.resize(new Share(0, 2)); // by the limiter of another model
        assertThat(budget.spentPart()).isEqualTo(0.8);
        assertThat(budget.reserve(10)).isEqualTo(Budget.Cover.YES);
        budget.resize(both);
        assertThat(budget.spentPart()).isEqualTo(0.4);
    }

    @Test
    void quotaOfADay_shrinksWithWhatIsUsed() {
        Share both = new Share(0, 2).plus(1);
        Quotas quotas = new Quotas(new QuotaSettings(0, 0, 10), Ledger.EMPTY, both, () -> now, 0);
        for (int i = 0; i < 8; i++) {
            quotas.take(Demand.NONE);
        }
        quotas.resize(new Share(0, 2));
        assertThat(quotas.nanosUntilTomorrow()).isZero();
        quotas.take(Demand.NONE);
        assertThat(quotas.nanosUntilTomorrow()).isPositive();
    }

    @Test
    void ledgers_addUp_andAreSharedWithoutLoss() {
        Ledger sum = new Ledger(5, 10, 3, 20, 31, 3, 7).plus(new Ledger(5, 1, 3, 2, 3, 3, 4));
        assertThat(sum).isEqualTo(new Ledger(5, 11, 3, 22, 34, 3, 11));
        Ledger again = Ledger.EMPTY;
        for (int i = 0; i < 3; i++) {
            again = again.plus(sum.of(new Share(i, 3)));
        }
        assertThat(again).isEqualTo(sum);
    }

    @Test
    void ledger_isSerializedAsPojo_withoutKryo() {
        assertSerializedAsPojoWithoutKryo(Ledger.class);
    }

    @Test
    void ledgers_ofDifferentHours_keepTheLaterOne() {
        Ledger sum = new Ledger(5, 10, 3, 20, 30, 3, 7).plus(new Ledger(6, 1, 4, 2, 3, 4, 4));
        assertThat(sum).isEqualTo(new Ledger(6, 1, 4, 2, 33, 4, 4));
    }

    @Test
    void demand_isTheWorstCase_ofWhatTheRequestBounds() {
        DemandEstimate bounded = new DemandEstimate(price(), 100);
        assertThat(bounded.of(1_000, 0, 0).cost()).isEqualTo(1_000 * 2 + 100 * 10);
    }

    @Test
    void demandOfSound_isItsWorstCaseToo() {
        ModelPrice.TokenPrices prices = new ModelPrice.TokenPrices(2, 1, 10, 6, 3);
        DemandEstimate estimate =
                new DemandEstimate(
                        new ModelPrice(
                                "m",
                                prices,
                                prices,
                                Long.MAX_VALUE,
                                0,
                                ModelPrice.SearchUnit.QUERY),
                        100);
        assertThat(estimate.of(1_000, 500, 400).cost()).isEqualTo(1_100 * 2 + 400 * 6 + 100 * 10);
    }

    @Test
    void demand_ofWhatIsNotBounded_isFourTimesTheLongestAnswer() {
        DemandEstimate open = new DemandEstimate(price(), 0);
        assertThat(open.of(0, 0, 0).cost()).isEqualTo(8_192 * 10);
        open.learn(400, new Usage(100, 0, 30, 20, 0, 150, 0), 700);
        open.learn(400, new Usage(100, 0, 3, 2, 0, 105, 0), 250);
        assertThat(open.of(0, 0, 0).cost()).isEqualTo(4 * 50 * 10);
        assertThat(open.unansweredCost(Demand.NONE)).isBetween(250L, 700L);
    }

    @Test
    void attemptWithoutAnAnswer_beforeThereWasAny_costsAllThatWasReserved() {
        DemandEstimate estimate = new DemandEstimate(price(), 100);
        Demand reserved = estimate.of(1_000, 0, 0);
        assertThat(estimate.unansweredCost(reserved)).isEqualTo(reserved.cost());
    }

    @Test
    void clockThatIsSetBack_forgetsNothing() {
        Budget budget = budget(new BudgetSettings(100, 0, 0, BudgetAction.HOLD));
        budget.settle(0, 100);
        now = now.minus(Duration.ofHours(1));
        assertThat(budget.reserve(1)).isEqualTo(Budget.Cover.NONE);
    }

    @Test
    void ledger_inPieces_isDealtOutWithoutLoss() {
        Ledger ledger = new Ledger(5, 11, 3, 1_022, 30_034, 3, 11);
        Ledger sum = Ledger.EMPTY;
        for (Ledger piece : ledger.pieces(128)) {
            sum = sum.plus(piece);
        }
        assertThat(sum).isEqualTo(ledger);
    }

    @Test
    void demand_learnsTokensFromBytes() {
        DemandEstimate estimate = new DemandEstimate(null, 0);
        assertThat(estimate.of(400, 0, 0).tokens()).isEqualTo(100);
        for (int i = 0; i < 200; i++) {
            estimate.learn(400, new Usage(200, 0, 1, 0, 0, 201, 0), 0);
        }
        assertThat(estimate.of(400, 0, 0).tokens()).isBetween(199.0, 200.0);
    }

    private static ModelPrice price() {
        ModelPrice.TokenPrices prices = new ModelPrice.TokenPrices(2, 1, 10);
        return new ModelPrice("m", prices, prices, Long.MAX_VALUE, 0, ModelPrice.SearchUnit.QUERY);
    }

    private Budget budget(BudgetSettings settings) {
        return new Budget(settings, Ledger.EMPTY, Share.WHOLE, () -> now, null);
    }

    @Test
    void hourOfAClockThatWasAhead_isNotKept_andWhatItSpentCountsNow() {
        Budget budget = budget(new BudgetSettings(100, 1_000, 0, BudgetAction.HOLD));
        budget.settle(0, 30);
        now = now.plus(Duration.ofDays(365));
        budget.settle(0, 40);
        now = now.minus(Duration.ofDays(365));
        assertThat(budget.reserve(10)).isEqualTo(Budget.Cover.YES);
        budget.settle(10, 30);
        assertThat(budget.reserve(1)).as("30 + 40 + 30 are spent").isEqualTo(Budget.Cover.NONE);
        now = now.plus(Duration.ofHours(1));
        assertThat(budget.reserve(1)).isEqualTo(Budget.Cover.YES);
    }

    @Test
    void smallStepBackOverTheHour_givesNothingTwice() {
        Budget budget = budget(new BudgetSettings(100, 0, 0, BudgetAction.HOLD));
        now = Instant.parse("2026-11-25T11:00:01Z");
        budget.settle(0, 100);
        now = Instant.parse("2026-11-25T10:59:59Z");
        assertThat(budget.reserve(1)).isEqualTo(Budget.Cover.NONE);
        now = Instant.parse("2026-11-25T11:00:02Z");
        assertThat(budget.reserve(1)).isEqualTo(Budget.Cover.NONE);
        now = Instant.parse("2026-11-25T12:00:00Z");
        assertThat(budget.reserve(1)).isEqualTo(Budget.Cover.YES);
    }

    @Test
    void quotaDayOfAClockThatWasAhead_isNotKept() {
        Quotas quotas =
                new Quotas(new QuotaSettings(0, 0, 2), Ledger.EMPTY, Share.WHOLE, () -> now, 0);
        now = now.plus(Duration.ofDays(365));
        quotas.take(Demand.NONE);
        now = now.minus(Duration.ofDays(365));
        quotas.take(Demand.NONE);
        assertThat(quotas.nanosUntilTomorrow()).isPositive();
        now = now.plus(Duration.ofDays(1));
        assertThat(quotas.nanosUntilTomorrow()).isZero();
    }

    @Test
    void ledgersOfOneClockAhead_addUpInThePresent() {
        Ledger ahead = new Ledger(1_000_000, 5, 40_000, 5, 5, 40_000, 1);
        long hour = now.getEpochSecond() / 3_600;
        Ledger right = new Ledger(hour, 7, hour / 24, 7, 7, hour / 24, 2);
        Ledger sum = right.asOf(now).plus(ahead.asOf(now));
        assertThat(sum).isEqualTo(new Ledger(hour, 12, hour / 24, 12, 12, hour / 24, 3));
    }

    /** Eight searches an answer cost 0.112 USD, which tokens do not show. */
    @Test
    void searches_areReserved_soThatAnHourCostsTheBudgetAndOneCallAtMost() {
        ModelPrice.TokenPrices prices = new ModelPrice.TokenPrices(1_500, 150, 7_500);
        ModelPrice price =
                new ModelPrice(
                        "m",
                        prices,
                        prices,
                        Long.MAX_VALUE,
                        14_000_000,
                        ModelPrice.SearchUnit.QUERY);
        Usage usage = new Usage(100, 0, 100, 0, 3_000, 3_200, 8);
        long cost = price.cost(usage);
        long usd = 1_000_000_000;
        DemandEstimate estimate = new DemandEstimate(price, 256, true);
        Budget budget = budget(new BudgetSettings(usd, 0, 0, BudgetAction.HOLD));
        ArrayDeque<Demand> underWay = new ArrayDeque<>();
        for (int i = 0; i < 500; i++) {
            Demand demand = estimate.of(400, 0, 0);
            if (budget.reserve(demand.cost()) == Budget.Cover.YES) {
                underWay.add(demand);
            } else if (!underWay.isEmpty()) {
                budget.settle(underWay.remove().cost(), cost);
                estimate.learn(400, usage, cost);
            }
        }
        assertThat(budget.write(Ledger.EMPTY).hourSpent()).isBetween(usd - cost, usd + cost);
    }

    @Test
    void searches_areReservedBySight_onceEnoughAnswersWereSeen() {
        ModelPrice.TokenPrices prices = new ModelPrice.TokenPrices(0, 0, 0);
        ModelPrice price =
                new ModelPrice(
                        "m", prices, prices, Long.MAX_VALUE, 14, ModelPrice.SearchUnit.QUERY);
        DemandEstimate estimate = new DemandEstimate(price, 256, true);
        assertThat(estimate.of(400, 0, 0).cost()).isEqualTo(10 * 14);
        for (int i = 0; i < 20; i++) {
            estimate.learn(400, new Usage(1, 0, 1, 0, 0, 2, 2), 28);
        }
        assertThat(estimate.of(400, 0, 0).cost()).isEqualTo(4 * 14);
    }
}
