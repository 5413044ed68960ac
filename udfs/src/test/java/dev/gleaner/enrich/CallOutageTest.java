package dev.gleaner.enrich;

import static dev.gleaner.testing.ScriptedClient.answer;
import static dev.gleaner.testing.ScriptedClient.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.GroundingStatus;
import dev.gleaner.model.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of records when nobody is answered, nobody may send, or nobody can pay. */
class CallOutageTest {
    private static final GeminiReply GOOD = answer("{\"n\":1}", "STOP");

    /** What one answer of the scripted endpoint costs by the fixture's prices. */
    private static final long COST = 4 * 1_000 + 3 * 10_000;

    private CallFixture fixture = known(OutageSettings.Action.WAIT, BudgetSettings.NONE);

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"RATE_LIMITED", "OVERLOADED", "CONNECTION_FAILED"})
    void recordAlone_thatNobodyAnswers_waitsForHours(FailureKind kind) {
        fixture.call();
        for (int i = 0; i < 500; i++) {
            fixture.endpoint.reply(failed(kind, null));
            fixture.time.advance(Duration.ofSeconds(11));
        }
        assertThat(fixture.results).isEmpty();
        fixture.endpoint.reply(GOOD);
        assertThat(fixture.result().failure()).isNull();
        assertThat(fixture.result().call().attempts()).isEqualTo(501);
    }

    @Test
    void recordAlone_thatTheServerFailsOn_isADeadLetter() {
        fixture.answerAnother();
        fixture.results.clear();
        fixture.call();
        for (int i = 0; i < 4; i++) {
            fixture.endpoint.reply(failed(FailureKind.SERVER_ERROR, null));
            fixture.time.advance(Duration.ofSeconds(8));
        }
        assertThat(failure().kind()).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void outage_isProbedAtAGrowingInterval_byOneRecordAtATime() {
        beginOutage();
        int[] expected = {1, 2, 4, 8, 10, 10};
        fixture.time.advance(Duration.ofSeconds(1));
        for (int seconds : expected) {
            assertThat(fixture.endpoint.open()).isEqualTo(1);
            fixture.endpoint.reply(failed(FailureKind.OVERLOADED, null));
            fixture.time.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(fixture.endpoint.open()).isZero();
            fixture.time.advance(Duration.ofMillis(1));
        }
        assertThat(fixture.results).isEmpty();
    }

    @Test
    void outage_ends_withTheFirstAnswer_andAllGoOn() {
        beginOutage();
        fixture.time.advance(Duration.ofHours(1));
        fixture.endpoint.reply(GOOD);
        fixture.time.advance(Duration.ofSeconds(10));
        while (fixture.endpoint.open() > 0) {
            fixture.endpoint.reply(GOOD);
            fixture.time.advance(Duration.ofSeconds(1));
        }
        assertThat(fixture.results).hasSize(12).allMatch(result -> result.failure() == null);
    }

    @Test
    void outage_thatLastsTooLong_isADeadLetterForThoseWhoWaitedSoLong() {
        fixture = known(OutageSettings.Action.DEAD_LETTER, BudgetSettings.NONE);
        beginOutage();
        failFor(Duration.ofMinutes(9));
        fixture.call();
        assertThat(fixture.results).isEmpty();
        failFor(Duration.ofMinutes(2));
        assertThat(fixture.results)
                .hasSize(12)
                .allMatch(result -> kind(result) == FailureKind.OUTAGE);
        assertThat(fixture.limiter.waiting()).isEqualTo(1);
    }

    @Test
    void outage_thatLastsTooLong_failsTheJob_ifAskedFor() {
        fixture = known(OutageSettings.Action.FAIL, BudgetSettings.NONE);
        beginOutage();
        failFor(Duration.ofMinutes(9));
        assertThat(fixture.aborts).isEmpty();
        failFor(Duration.ofMinutes(2));
        assertThat(fixture.aborts.get(0)).hasMessageContaining("OUTAGE");
        assertThat(fixture.results).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"CREDIT_EXHAUSTED", "DAILY_QUOTA_EXHAUSTED"})
    void accountThatIsUsedUp_holdsEverybody_andCostsNoRecordAnAttempt(FailureKind kind) {
        fixture.call();
        for (int i = 0; i < 20; i++) {
            fixture.endpoint.reply(failed(kind, Duration.ofMinutes(50)));
            fixture.time.advance(Duration.ofMinutes(50).minusMillis(1));
            assertThat(fixture.endpoint.open()).isZero();
            fixture.time.advance(Duration.ofMillis(1));
        }
        assertThat(fixture.aborts).isEmpty();
        fixture.endpoint.reply(GOOD);
        assertThat(fixture.result().failure()).isNull();
    }

    @Test
    void accountThatIsUsedUp_isTriedByOne_thenAllGoOn() {
        for (int i = 0; i < 5; i++) {
            fixture.call();
        }
        for (int i = 0; i < 5; i++) {
            fixture.endpoint.reply(failed(FailureKind.CREDIT_EXHAUSTED, null));
        }
        fixture.time.advance(Duration.ofMinutes(5));
        assertThat(fixture.endpoint.open()).isEqualTo(1);
        fixture.endpoint.reply(GOOD);
        fixture.time.advance(Duration.ofSeconds(1));
        assertThat(fixture.endpoint.open()).isEqualTo(4);
    }

    @Test
    void faultOfTheJob_thatOnlyOneRecordMeets_isItsDeadLetter() {
        fixture.call();
        for (int i = 0; i < 4; i++) {
            fixture.endpoint.reply(failed(FailureKind.API_KEY_REJECTED, null));
            fixture.answerAnother();
            fixture.time.advance(Duration.ofSeconds(8));
        }
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.results).hasSize(5).filteredOn(r -> r.failure() != null).hasSize(1);
    }

    @Test
    void fatalFault_onceOthersWereAnswered_isConfirmedBeforeTheJobFails() {
        fixture.call();
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.API_KEY_REJECTED, null));
        fixture.endpoint.reply(failed(FailureKind.API_KEY_REJECTED, null));
        assertThat(fixture.aborts).isEmpty();
        fixture.answerAnother();
        fixture.time.advance(Duration.ofSeconds(1));
        fixture.endpoint.reply(failed(FailureKind.API_KEY_REJECTED, null));
        fixture.endpoint.reply(failed(FailureKind.API_KEY_REJECTED, null));
        assertThat(fixture.aborts).isEmpty();
        fixture.time.advance(Duration.ofSeconds(2));
        fixture.endpoint.reply(failed(FailureKind.API_KEY_REJECTED, null));
        assertThat(fixture.aborts).hasSize(1);
        assertThat(fixture.results).hasSize(1);
    }

    @Test
    void retries_ofAnEndpointThatFailsInPart_areBounded() {
        for (int i = 0; i < 60; i++) {
            fixture.call();
            fixture.endpoint.reply(failed(FailureKind.SERVER_ERROR, null));
            fixture.answerAnother();
        }
        int before = fixture.endpoint.bodies().size();
        fixture.time.advance(Duration.ofSeconds(1));
        // Ten that are always allowed, ten a second, and a fifth of 120 records.
        assertThat(fixture.endpoint.bodies().size() - before).isBetween(10, 44);
    }

    @Test
    void cost_ofAllAttempts_isOnTheRecord() {
        fixture.call();
        fixture.endpoint.reply(answer("{\"n\":12}", "STOP"));
        fixture.endpoint.reply(GOOD);
        assertThat(fixture.result().call().costNanoUsd()).isEqualTo(2 * COST);
    }

    @Test
    void budgetThatIsSpent_isADeadLetter_ifAskedFor() {
        fixture = known(OutageSettings.Action.WAIT, budget(COST, BudgetAction.DEAD_LETTER));
        fixture.answerAnother();
        fixture.results.clear();
        fixture.call();
        assertThat(failure().kind()).isEqualTo(FailureKind.BUDGET_SPENT);
        assertThat(fixture.endpoint.open()).isZero();
    }

    @Test
    void budgetThatIsSpent_failsTheJob_ifAskedFor() {
        fixture = known(OutageSettings.Action.WAIT, budget(COST, BudgetAction.FAIL));
        fixture.answerAnother();
        fixture.call();
        assertThat(fixture.aborts.get(0)).hasMessageContaining("BUDGET_SPENT");
    }

    @Test
    void budgetThatIsSpent_holdsForever_andNoDeadlineRunsOut() {
        fixture = known(OutageSettings.Action.WAIT, budget(COST, BudgetAction.HOLD));
        fixture.answerAnother();
        fixture.call();
        fixture.time.advance(Duration.ofHours(30));
        assertThat(fixture.results).hasSize(1);
        assertThat(fixture.limiter.waiting()).isEqualTo(1);
    }

    @Test
    void budget_isExceededByOneCallAtMost() {
        fixture = known(OutageSettings.Action.WAIT, budget(10 * COST, BudgetAction.HOLD));
        for (int i = 0; i < 50; i++) {
            fixture.call();
        }
        while (fixture.endpoint.open() > 0) {
            fixture.endpoint.reply(GOOD);
            fixture.time.advance(Duration.ofMillis(1));
        }
        assertThat(fixture.limiter.ledger().totalSpent()).isBetween(10 * COST, 11 * COST);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"REPETITIVE_ANSWER", "ATTEMPT_TIMEOUT", "CONNECTION_FAILED"})
    void streamThatIsBrokenOff_isCharged_thoughItsUsageHasNoCounts(FailureKind kind) {
        fixture = known(OutageSettings.Action.WAIT, budget(1_000 * COST, BudgetAction.HOLD));
        fixture.answerAnother();
        fixture.call();
        fixture.endpoint.reply(
                new GeminiReply.Failed(
                        kind,
                        "broken off",
                        200,
                        null,
                        new AnswerMetadata(
                                "gemini-3.5-flash",
                                "id",
                                null,
                                "{\"trafficType\":\"ON_DEMAND\"}".getBytes(StandardCharsets.UTF_8),
                                null,
                                GroundingStatus.NONE,
                                List.of(),
                                Usage.NONE,
                                1)));
        assertThat(fixture.limiter.ledger().totalSpent()).isEqualTo(2 * COST);
    }

    @Test
    void addressThatNeverAnswersAnybody_failsTheJob_beforeEveryCallHasTriedOften() {
        fixture = new CallFixture();
        beginOutage(FailureKind.CONNECTION_FAILED);
        assertThat(fixture.aborts).isEmpty();
        failFor(Duration.ofSeconds(10), FailureKind.CONNECTION_FAILED);
        assertThat(fixture.aborts).isNotEmpty();
        assertThat(fixture.results).isEmpty();
    }

    private void beginOutage() {
        beginOutage(FailureKind.OVERLOADED);
    }

    private void beginOutage(FailureKind kind) {
        for (int i = 0; i < 10; i++) {
            fixture.call();
        }
        for (int i = 0; i < 10; i++) {
            fixture.endpoint.reply(failed(kind, null));
        }
        assertThat(fixture.health.isOutage()).isTrue();
        fixture.call();
        fixture.call();
    }

    private void failFor(Duration time) {
        failFor(time, FailureKind.OVERLOADED);
    }

    private void failFor(Duration time, FailureKind kind) {
        for (long second = 0; second < time.toSeconds(); second++) {
            while (fixture.endpoint.open() > 0) {
                fixture.endpoint.reply(failed(kind, null));
            }
            fixture.time.advance(Duration.ofSeconds(1));
        }
    }

    private static BudgetSettings budget(long total, BudgetAction action) {
        return new BudgetSettings(0, 0, total, action);
    }

    private static CallFixture known(OutageSettings.Action action, BudgetSettings budget) {
        return new CallFixture(
                new UsualSettings()
                        .outage(new OutageSettings(action, Duration.ofMinutes(10)))
                        .budget(budget)
                        .get(),
                true);
    }

    private Failure failure() {
        return Objects.requireNonNull(fixture.result().failure());
    }

    private static FailureKind kind(EnrichmentResult result) {
        return Objects.requireNonNull(result.failure()).kind();
    }
}
