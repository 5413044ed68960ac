package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.limit.Budget.Cover;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SpendingGrantTest {
    private static final BudgetSettings TOTAL = new BudgetSettings(0, 0, 1_000, BudgetAction.HOLD);

    private final Board board = new Board();
    private Instant now = Instant.parse("2026-11-25T10:30:00Z");
    private long attempts;

    /** Answers when the test says so. */
    private static final class Board implements JobBoard {
        private final Queue<Runnable> asked = new ArrayDeque<>();
        private long[] numbers = JobBoard.empty();
        private boolean unreachable;
        private boolean atOnce;

        @Override
        public CompletionStage<long[]> exchange(String name, long[] value, Merge merge) {
            CompletableFuture<long[]> result = new CompletableFuture<>();
            asked.add(
                    () -> {
                        if (unreachable) {
                            result.completeExceptionally(new IOException("no JobMaster"));
                            return;
                        }
                        numbers = merge.merge(numbers, value);
                        result.complete(numbers);
                    });
            if (atOnce) {
                answer();
            }
            return result;
        }

        void answer() {
            for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
                next.run();
            }
        }
    }

    private Budget attempt(BudgetSettings settings, Ledger checkpoint, Share share) {
        return attempt(settings, checkpoint, Ledger.EMPTY, share);
    }

    private Budget attempt(
            BudgetSettings settings, Ledger checkpoint, Ledger granted, Share share) {
        return new Budget(
                settings,
                checkpoint,
                share,
                () -> now,
                new SpendingGrant(board, share, ++attempts, granted));
    }

    private Budget attempt(Ledger checkpoint) {
        return attempt(TOTAL, checkpoint, Share.WHOLE);
    }

    /** Asks until the board has nothing more to grant. */
    private Cover reserve(Budget budget, long bound) {
        Cover cover = budget.reserve(bound);
        for (int i = 0; cover == Cover.LATER && i < 3; i++) {
            board.answer();
            cover = budget.reserve(bound);
        }
        return cover;
    }

    private static long spent(Budget budget) {
        return budget.write(Ledger.EMPTY).totalSpent();
    }

    @Test
    void nothingIsReserved_beforeTheJobHasWrittenItDown() {
        Budget budget = attempt(Ledger.EMPTY);
        assertThat(budget.reserve(10)).isEqualTo(Cover.LATER);
        assertThat(reserve(budget, 10)).isEqualTo(Cover.YES);
        assertThat(GrantMerge.entry(board.numbers, 0).open()).isGreaterThanOrEqualTo(10);
    }

    /** A limiter that is told calls the budget with its own lock held: the locks would cross. */
    @Test
    void answerThatComesBeforeTheCallerGoesOn_isToldWithoutTheBudgetsLock() {
        board.atOnce = true;
        Budget budget = attempt(Ledger.EMPTY);
        AtomicBoolean locked = new AtomicBoolean();
        budget.onGrant(() -> locked.set(locked.get() || Thread.holdsLock(budget)));
        budget.reserveSpare(10);
        assertThat(locked).isFalse();
    }

    @Test
    void nextAttempt_knowsWhatWasSpentSinceTheCheckpoint() {
        Budget first = attempt(Ledger.EMPTY);
        assertThat(reserve(first, 900)).isEqualTo(Cover.YES);
        first.settle(900, 900);
        first.close();
        board.answer();
        Budget second = attempt(Ledger.EMPTY);
        assertThat(reserve(second, 50)).isEqualTo(Cover.YES);
        assertThat(spent(second)).isEqualTo(900);
    }

    @Test
    void attemptThatWasKilled_isChargedAllThatItMayHaveSpent() {
        Budget first = attempt(Ledger.EMPTY);
        assertThat(reserve(first, 400)).isEqualTo(Cover.YES);
        Budget second = attempt(Ledger.EMPTY);
        assertThat(reserve(second, 1)).isEqualTo(Cover.YES);
        assertThat(spent(second)).isBetween(400L, 450L);
    }

    @Test
    void attemptThatCloses_givesBackWhatItDidNotReserve() {
        Budget first = attempt(Ledger.EMPTY);
        assertThat(reserve(first, 100)).isEqualTo(Cover.YES);
        first.settle(100, 5);
        assertThat(reserve(first, 100)).isEqualTo(Cover.YES);
        first.close();
        board.answer();
        Budget second = attempt(Ledger.EMPTY);
        assertThat(reserve(second, 1)).isEqualTo(Cover.YES);
        assertThat(spent(second)).as("5, and 100 under way").isEqualTo(105);
    }

    @Test
    void attemptsKilledAtRandom_neverSpendMoreThanTheBudget_andOneCall() {
        long seed = new Random().nextLong();
        System.out.println("SpendingGrantTest seed " + seed);
        Random random = new Random(seed);
        long billed = 0;
        for (int i = 0; i < 500; i++) {
            Budget budget = attempt(Ledger.EMPTY);
            for (int call = random.nextInt(5); call > 0; call--) {
                long bound = random.nextLong(1, 61);
                if (reserve(budget, bound) == Cover.YES) {
                    billed += bound;
                    if (random.nextBoolean()) {
                        budget.settle(bound, bound);
                    }
                }
            }
            if (random.nextBoolean()) {
                budget.close();
            }
            if (random.nextBoolean()) {
                board.answer();
            }
        }
        assertThat(billed).isBetween(500L, 1_060L);
    }

    @Test
    void boardThatIsNotReached_holdsCalls_untilItIs() {
        Budget budget = attempt(Ledger.EMPTY);
        board.unreachable = true;
        assertThat(reserve(budget, 10)).isEqualTo(Cover.LATER);
        board.unreachable = false;
        assertThat(reserve(budget, 10)).isEqualTo(Cover.YES);
        board.unreachable = true;
        budget.settle(10, 10);
        for (int i = 0; i < 100 && reserve(budget, 10) == Cover.YES; i++) {
            budget.settle(10, 10);
        }
        assertThat(spent(budget)).as("what was granted").isLessThan(100);
        board.unreachable = false;
        assertThat(reserve(budget, 10)).isEqualTo(Cover.YES);
    }

    @Test
    void attemptThatWasReplaced_spendsNoMore() {
        Budget first = attempt(Ledger.EMPTY);
        assertThat(reserve(first, 10)).isEqualTo(Cover.YES);
        Budget second = attempt(Ledger.EMPTY);
        assertThat(reserve(second, 10)).isEqualTo(Cover.YES);
        assertThat(reserve(first, 500)).isEqualTo(Cover.LATER);
        first.close();
        board.answer();
        assertThat(GrantMerge.entry(board.numbers, 0).owner()).isEqualTo(2);
    }

    @Test
    void otherParallelism_dealsOutWhatAllHaveSpent() {
        for (int i = 0; i < 2; i++) {
            Budget budget = attempt(TOTAL, Ledger.EMPTY, new Share(i, 2));
            assertThat(reserve(budget, 300)).isEqualTo(Cover.YES);
            budget.settle(300, 300);
            budget.close();
            board.answer();
        }
        long sum = 0;
        for (int i = 0; i < 3; i++) {
            Budget budget = attempt(TOTAL, Ledger.EMPTY, new Share(i, 3));
            assertThat(reserve(budget, 1)).isEqualTo(Cover.YES);
            sum += spent(budget);
        }
        assertThat(sum).isEqualTo(600);
    }

    @Test
    void hourOfTheNextAttempt_isChargedWhatMayHaveBeenSpentInIt() {
        BudgetSettings hourly = new BudgetSettings(1_000, 0, 0, BudgetAction.HOLD);
        Budget first = attempt(hourly, Ledger.EMPTY, Share.WHOLE);
        assertThat(reserve(first, 600)).isEqualTo(Cover.YES);
        now = now.plus(Duration.ofHours(1));
        Budget second = attempt(hourly, Ledger.EMPTY, Share.WHOLE);
        assertThat(reserve(second, 1)).isEqualTo(Cover.YES);
        assertThat(second.write(Ledger.EMPTY).hourSpent()).isGreaterThanOrEqualTo(600);
    }

    @Test
    void stateWithoutTheJobsBoard_isChargedWhatWasGranted() {
        Budget first = attempt(Ledger.EMPTY);
        assertThat(reserve(first, 400)).isEqualTo(Cover.YES);
        Ledger kept = first.write(Ledger.EMPTY);
        Ledger granted = first.granted();
        board.numbers = JobBoard.empty();
        Budget second = attempt(TOTAL, kept, granted, Share.WHOLE);
        assertThat(reserve(second, 1)).isEqualTo(Cover.YES);
        assertThat(spent(second)).isGreaterThanOrEqualTo(400);
        assertThat(second.write(Ledger.EMPTY).hourSpent()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void stateWithTheJobsBoard_isNotChargedWhatWasGivenBackSince() {
        Budget first = attempt(Ledger.EMPTY);
        assertThat(reserve(first, 400)).isEqualTo(Cover.YES);
        Ledger kept = first.write(Ledger.EMPTY);
        Ledger granted = first.granted();
        first.settle(400, 1);
        first.close();
        board.answer();
        Budget second = attempt(TOTAL, kept, granted, Share.WHOLE);
        assertThat(spent(second)).as("before the board has answered").isGreaterThanOrEqualTo(400);
        assertThat(reserve(second, 1)).isEqualTo(Cover.YES);
        assertThat(second.write(Ledger.EMPTY))
                .extracting(Ledger::totalSpent, Ledger::hourSpent, Ledger::daySpent)
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void stateThatIsNewerThanTheBoard_isBelieved() {
        Budget first = attempt(Ledger.EMPTY);
        assertThat(reserve(first, 100)).isEqualTo(Cover.YES);
        long[] old = board.numbers;
        first.settle(100, 100);
        assertThat(reserve(first, 400)).isEqualTo(Cover.YES);
        first.settle(400, 400);
        board.numbers = old;
        Budget second = attempt(TOTAL, first.write(Ledger.EMPTY), first.granted(), Share.WHOLE);
        assertThat(reserve(second, 1)).isEqualTo(Cover.YES);
        assertThat(spent(second)).isGreaterThanOrEqualTo(500);
    }

    @Test
    void cacheThatIsBoughtBeforeTheBoardHasAnswered_isNotForgotten() {
        Budget first = attempt(Ledger.EMPTY);
        assertThat(reserve(first, 100)).isEqualTo(Cover.YES);
        first.settle(100, 100);
        first.close();
        board.answer();
        Budget second = attempt(Ledger.EMPTY);
        assertThat(second.reserveSpare(50)).isTrue();
        second.settleSpare(50, 50);
        assertThat(reserve(second, 1)).isEqualTo(Cover.YES);
        assertThat(spent(second)).isEqualTo(150);
    }
}
