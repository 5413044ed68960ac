package dev.gleaner.enrich;

import static dev.gleaner.testing.ScriptedClient.answer;
import static dev.gleaner.testing.ScriptedClient.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.enrich.StopSettings.Action;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FailureKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures of many records: when they are dead letters, and when they stop the job. */
class AcceptanceTest {
    private static final GeminiReply GOOD = answer("{\"n\":1}", "STOP");
    private static final GeminiReply REFUSED = failed(FailureKind.REQUEST_REJECTED, null);
    private static final String NO_FIELD = "{\"other\":1}";
    private static final Duration LONG = Duration.ofHours(1);

    /** More than twice as many as are withheld, and as many requests at once. */
    private static final int CAPACITY = 250;

    private CallFixture fixture = fixture(new StopSettings(Action.FAIL, 1, 1), CAPACITY);

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"REQUEST_REJECTED", "PROMPT_BLOCKED", "TRUNCATED"})
    void refusalOfTwentyRecords_failsTheJob_andNoneIsADeadLetter(FailureKind kind) {
        for (int i = 0; i < Acceptance.FIRST_FAILURES; i++) {
            assertThat(fixture.aborts).isEmpty();
            fail(failed(kind, null));
        }
        assertThat(fixture.results).isEmpty();
        assertThat(fixture.aborts)
                .singleElement()
                .asString()
                .contains("NOBODY_ACCEPTED")
                .contains("20 " + kind + ", such as t-0@1: it says " + kind)
                .contains(kind.fix())
                .contains("call.nobodyAccepted: dead-letter");
        fail(REFUSED);
        fixture.time.advance(LONG);
        fixture.acceptance.end();
        assertThat(fixture.results).isEmpty();
    }

    @Test
    void recordsThatFailBeforeTheyAreSent_failTheJob() {
        for (int i = 0; i < Acceptance.FIRST_FAILURES; i++) {
            fixture.call(NO_FIELD);
        }
        assertThat(fixture.aborts).singleElement().asString().contains("20 MISSING_FIELD");
        assertThat(fixture.results).isEmpty();
    }

    @Test
    void causes_areTheThreeMostFrequent() {
        List<FailureKind> kinds =
                List.of(
                        FailureKind.TRUNCATED,
                        FailureKind.PROMPT_BLOCKED,
                        FailureKind.PROMPT_BLOCKED,
                        FailureKind.CONTENT_BLOCKED,
                        FailureKind.CONTENT_BLOCKED,
                        FailureKind.CONTENT_BLOCKED);
        kinds.forEach(kind -> fail(failed(kind, null)));
        for (int i = kinds.size(); i < Acceptance.FIRST_FAILURES; i++) {
            fail(REFUSED);
        }
        assertThat(fixture.aborts)
                .singleElement()
                .asString()
                .containsSubsequence("14 REQUEST_REJECTED", "3 CONTENT_BLOCKED", "2 PROMPT_BLOCKED")
                .doesNotContain("TRUNCATED");
    }

    @Test
    void success_makesTheWithheldDeadLetters() {
        for (int i = 1; i < Acceptance.FIRST_FAILURES; i++) {
            fail(REFUSED);
        }
        assertThat(fixture.results).isEmpty();
        assertThat(fixture.acceptance.withheld()).isEqualTo(19);
        succeed();
        assertThat(deadLetters()).hasSize(19);
        assertThat(fixture.results).hasSize(20);
        assertThat(fixture.aborts).isEmpty();
    }

    @Test
    void success_beginsTheCountAnew_andTheNextNumberIsLarger() {
        succeed();
        for (int run = 0; run < 3; run++) {
            for (int i = 1; i < Acceptance.LATER_FAILURES; i++) {
                fail(REFUSED);
            }
            assertThat(fixture.aborts).isEmpty();
            succeed();
        }
        for (int i = 0; i < Acceptance.LATER_FAILURES; i++) {
            assertThat(fixture.aborts).isEmpty();
            fail(REFUSED);
        }
        assertThat(fixture.aborts).hasSize(1);
    }

    @Test
    void callUnderWay_isWaitedFor_andItsSuccessSparesTheJob() {
        fixture.call();
        for (int i = 0; i < 2 * Acceptance.FIRST_FAILURES; i++) {
            fixture.call(NO_FIELD);
        }
        fixture.time.advance(LONG);
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.results).isEmpty();
        fixture.endpoint.reply(GOOD);
        assertThat(deadLetters()).hasSize(2 * Acceptance.FIRST_FAILURES);
        assertThat(fixture.aborts).isEmpty();
    }

    @Test
    void callUnderWay_isWaitedFor_andItsFailureStopsTheJob() {
        fixture.call();
        for (int i = 0; i < Acceptance.FIRST_FAILURES; i++) {
            fixture.call(NO_FIELD);
        }
        assertThat(fixture.aborts).isEmpty();
        fixture.endpoint.reply(REFUSED);
        assertThat(fixture.aborts).hasSize(1);
    }

    @Test
    void callThatFailsInAnOutage_isStillUnderWay() {
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.OVERLOADED, null));
        for (int i = 0; i < Acceptance.FIRST_FAILURES; i++) {
            fixture.call(NO_FIELD);
        }
        assertThat(fixture.aborts).isEmpty();
        fixture.time.advance(Duration.ofSeconds(5));
        fixture.endpoint.reply(GOOD);
        assertThat(fixture.aborts).isEmpty();
        assertThat(deadLetters()).hasSize(Acceptance.FIRST_FAILURES);
    }

    @Test
    void callThatMayNotSendYet_isWaitedFor() {
        fixture.limiter.pause(Duration.ofMinutes(1));
        fixture.call();
        fixture.call();
        for (int i = 0; i < Acceptance.FIRST_FAILURES; i++) {
            fixture.call(NO_FIELD);
        }
        assertThat(fixture.aborts).isEmpty();
        fixture.time.advance(Duration.ofMinutes(2));
        fixture.endpoint.reply(GOOD);
        assertThat(fixture.aborts).isEmpty();
        assertThat(deadLetters()).hasSize(Acceptance.FIRST_FAILURES);
    }

    @Test
    void lonelyFailure_isADeadLetterAfterTenSeconds() {
        fail(REFUSED);
        fixture.time.advance(Duration.ofSeconds(9));
        assertThat(fixture.results).isEmpty();
        fixture.time.advance(Duration.ofSeconds(1));
        assertThat(deadLetters()).hasSize(1);
        assertThat(fixture.time.pending()).isZero();
    }

    @Test
    void slowCallUnderWay_keepsTheWithheldForAMinute() {
        fixture.call();
        fixture.call(NO_FIELD);
        fixture.time.advance(Duration.ofSeconds(59));
        assertThat(fixture.results).isEmpty();
        fixture.time.advance(Duration.ofSeconds(11));
        assertThat(deadLetters()).hasSize(1);
    }

    @Test
    void slowFailures_countThoughTheyAreDeadLetters() {
        for (int i = 0; i < Acceptance.FIRST_FAILURES; i++) {
            fixture.time.advance(Duration.ofMinutes(1));
            assertThat(fixture.aborts).isEmpty();
            fail(REFUSED);
        }
        assertThat(fixture.aborts).hasSize(1);
        assertThat(fixture.results).hasSize(Acceptance.FIRST_FAILURES - 1);
    }

    @Test
    void endOfTheInput_makesTheWithheldDeadLetters_onceNoCallIsUnderWay() {
        fail(REFUSED);
        fixture.call();
        fixture.acceptance.end();
        assertThat(fixture.results).isEmpty();
        fixture.endpoint.reply(REFUSED);
        assertThat(deadLetters()).hasSize(2);
        assertThat(fixture.aborts).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"FAIL", "HOLD"})
    void smallCapacity_isNeverAllWithheld(Action action) {
        fixture = fixture(new StopSettings(action, 1, 1), 3);
        for (int i = 1; i < Acceptance.FIRST_FAILURES; i++) {
            fail(REFUSED);
            assertThat(fixture.acceptance.withheld()).isEqualTo(1);
        }
        assertThat(deadLetters()).hasSize(Acceptance.FIRST_FAILURES - 2);
    }

    @Test
    void hold_sendsOneNowAndThen_andNoneIsADeadLetter() {
        beginToHold();
        for (int i = 0; i < 5; i++) {
            fixture.call();
        }
        assertThat(fixture.endpoint.open()).isZero();
        int[] seconds = {10, 20, 40, 80, 160, 320, 600, 600};
        for (int wait : seconds) {
            fixture.time.advance(Duration.ofSeconds(wait).minusMillis(1));
            assertThat(fixture.endpoint.open()).isZero();
            fixture.time.advance(Duration.ofMillis(1));
            assertThat(fixture.endpoint.open()).isEqualTo(1);
            fixture.endpoint.reply(REFUSED);
        }
        assertThat(fixture.results).isEmpty();
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.acceptance.isHeld()).isTrue();
    }

    @Test
    void hold_endsWithASuccess_andTheWithheldAreSentAgain() {
        beginToHold();
        fixture.call();
        fixture.time.advance(Duration.ofSeconds(10));
        fixture.endpoint.reply(GOOD);
        assertThat(fixture.acceptance.isHeld()).isFalse();
        while (fixture.endpoint.open() > 0) {
            fixture.endpoint.reply(GOOD);
            fixture.time.advance(Duration.ofSeconds(1));
        }
        assertThat(fixture.results)
                .hasSize(Acceptance.FIRST_FAILURES + 1)
                .allMatch(result -> result.failure() == null);
        assertThat(fixture.acceptance.withheld()).isZero();
    }

    @Test
    void hold_thatEnded_canBeginAgain() {
        beginToHold();
        fixture.time.advance(Duration.ofSeconds(10));
        fixture.endpoint.reply(GOOD);
        int failures = 0;
        while (!fixture.acceptance.isHeld()) {
            if (fixture.endpoint.open() == 0) {
                fixture.call();
                fixture.time.advance(Duration.ofSeconds(1));
            }
            fixture.endpoint.reply(REFUSED);
            failures++;
        }
        assertThat(failures).isEqualTo(Acceptance.LATER_FAILURES);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void deadLetterAction_withholdsNothing() {
        fixture = fixture(new StopSettings(Action.DEAD_LETTER, 1, 1), CAPACITY);
        for (int i = 0; i < 3 * Acceptance.FIRST_FAILURES; i++) {
            fail(REFUSED);
        }
        assertThat(deadLetters()).hasSize(3 * Acceptance.FIRST_FAILURES);
        assertThat(fixture.aborts).isEmpty();
    }

    @Test
    void moreDeadLettersThanTheShare_failTheJob_withTheirCauses() {
        fixture = fixture(new StopSettings(Action.FAIL, 0.5, 10), CAPACITY);
        for (int i = 0; i < 50; i++) {
            fail(i % 4 == 0 ? REFUSED : failed(FailureKind.TRUNCATED, null));
            succeed();
        }
        assertThat(fixture.aborts).isEmpty();
        int before = deadLetters().size();
        fail(REFUSED);
        fail(REFUSED);
        succeed();
        assertThat(fixture.aborts)
                .singleElement()
                .asString()
                .contains("TOO_MANY_DEAD_LETTERS")
                .contains("6 of the last 10 records")
                .contains("such as t-0@1: it says TRUNCATED");
        assertThat(deadLetters()).hasSizeBetween(before, before + 1);
    }

    @Test
    void withheldRecords_areReleasedUpToTheShare() {
        fixture = fixture(new StopSettings(Action.FAIL, 0.5, 10), CAPACITY);
        for (int i = 0; i < 10; i++) {
            succeed();
        }
        for (int i = 0; i < 9; i++) {
            fail(REFUSED);
        }
        succeed();
        assertThat(fixture.aborts).hasSize(1);
        assertThat(deadLetters()).hasSize(5);
        assertThat(fixture.acceptance.withheld()).isEqualTo(3);
    }

    @Test
    void fewResults_areNoShare() {
        fixture = fixture(new StopSettings(Action.DEAD_LETTER, 0.5, 10), CAPACITY);
        for (int i = 0; i < 9; i++) {
            fail(REFUSED);
        }
        assertThat(deadLetters()).hasSize(9);
        fail(REFUSED);
        assertThat(fixture.aborts).hasSize(1);
        assertThat(deadLetters()).hasSize(9);
    }

    @Test
    void failuresThatAreNotTheRecords_areNoPartOfTheShare() {
        fixture =
                new CallFixture(
                        new UsualSettings()
                                .stops(new StopSettings(Action.FAIL, 0, 1))
                                .outage(
                                        new OutageSettings(
                                                OutageSettings.Action.DEAD_LETTER,
                                                Duration.ofSeconds(1)))
                                .get(),
                        true);
        for (int i = 0; i < 10; i++) {
            fixture.call();
        }
        for (int i = 0; i < 10; i++) {
            fixture.endpoint.reply(failed(FailureKind.OVERLOADED, null));
        }
        fixture.time.advance(Duration.ofMinutes(1));
        assertThat(deadLetters()).hasSizeGreaterThan(5);
        assertThat(fixture.aborts).isEmpty();
    }

    private void beginToHold() {
        fixture = fixture(new StopSettings(Action.HOLD, 1, 1), CAPACITY);
        for (int i = 0; i < Acceptance.FIRST_FAILURES; i++) {
            fail(REFUSED);
        }
        assertThat(fixture.acceptance.isHeld()).isTrue();
    }

    private void fail(GeminiReply reply) {
        fixture.call();
        fixture.time.advance(Duration.ofMillis(100));
        fixture.endpoint.reply(reply);
    }

    private void succeed() {
        fail(GOOD);
    }

    private List<EnrichmentResult> deadLetters() {
        return fixture.results.stream().filter(result -> result.failure() != null).toList();
    }

    private static CallFixture fixture(StopSettings stops, int capacity) {
        return new CallFixture(new UsualSettings().limit(capacity).stops(stops).get(), true);
    }
}
