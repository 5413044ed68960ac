package dev.gleaner.enrich;

import static dev.gleaner.testing.ScriptedClient.answer;
import static dev.gleaner.testing.ScriptedClient.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.FallbackReason;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which model a call goes to when the first does not answer it. */
class CallFallbackTest {
    private static final GeminiReply GOOD = answer("{\"n\":1}", "STOP");

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"PROMPT_BLOCKED", "CONTENT_BLOCKED"})
    void refusal_leadsOn_toAModelThatTakesRefusals(FailureKind kind) {
        CallFixture fixture = fixture(FallbackReason.BLOCKED);
        fixture.call();
        fixture.endpoint.reply(failed(kind, null));
        fixture.fallback.reply(GOOD);
        assertThat(fixture.result().failure()).isNull();
        assertThat(fixture.result().call().model()).isEqualTo("second");
        assertThat(fixture.result().call().attempts()).isEqualTo(2);
    }

    @Test
    void refusal_byAllModels_isADeadLetter() {
        CallFixture fixture = fixture(FallbackReason.BLOCKED);
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.PROMPT_BLOCKED, null));
        fixture.fallback.reply(failed(FailureKind.CONTENT_BLOCKED, null));
        assertThat(kind(fixture)).isEqualTo(FailureKind.CONTENT_BLOCKED);
        assertThat(fixture.endpoint.open()).isZero();
    }

    @Test
    void refusal_whereNobodyTakesRefusals_isADeadLetter() {
        CallFixture fixture = fixture(FallbackReason.OUTAGE, FallbackReason.RETIREMENT);
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.PROMPT_BLOCKED, null));
        assertThat(kind(fixture)).isEqualTo(FailureKind.PROMPT_BLOCKED);
    }

    @Test
    void retiredModel_isNotAskedAgain_untilSomeTimeHasPassed() {
        CallFixture fixture = fixture(FallbackReason.RETIREMENT);
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.MODEL_NOT_FOUND, null));
        fixture.fallback.reply(GOOD);
        fixture.call();
        fixture.fallback.reply(GOOD);
        assertThat(fixture.results).hasSize(2).allMatch(result -> result.failure() == null);
        assertThat(fixture.endpoint.bodies()).hasSize(1);
        fixture.time.advance(Duration.ofMinutes(10));
        fixture.call();
        assertThat(fixture.endpoint.open()).isEqualTo(1);
    }

    @Test
    void retiredModel_withoutAnother_failsTheJob() {
        CallFixture fixture = fixture(FallbackReason.BLOCKED);
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.MODEL_NOT_FOUND, null));
        assertThat(fixture.aborts).hasSize(1);
    }

    @Test
    void outage_sendsCallsToTheOther_andOneAtATimeToProbe() {
        CallFixture fixture = out(fixture(FallbackReason.OUTAGE));
        fixture.results.clear();
        fixture.call(); // a probe
        fixture.call();
        fixture.call();
        fixture.time.advance(Duration.ofSeconds(30));
        assertThat(fixture.fallback.open()).isEqualTo(2);
        assertThat(fixture.endpoint.open()).isEqualTo(1);
    }

    @Test
    void failedProbe_isEnrichedByTheOther() {
        CallFixture fixture = out(fixture(FallbackReason.OUTAGE));
        fixture.results.clear();
        fixture.call();
        fixture.time.advance(Duration.ofSeconds(30));
        fixture.endpoint.reply(failed(FailureKind.OVERLOADED, null));
        fixture.fallback.reply(GOOD);
        assertThat(fixture.result().call().model()).isEqualTo("second");
    }

    @Test
    void endOfTheOutage_bringsCallsBack() {
        CallFixture fixture = out(fixture(FallbackReason.OUTAGE));
        fixture.call();
        fixture.time.advance(Duration.ofSeconds(30));
        fixture.endpoint.reply(GOOD);
        fixture.call();
        fixture.time.advance(Duration.ofSeconds(1));
        assertThat(fixture.endpoint.open()).isEqualTo(1);
        assertThat(fixture.fallback.open()).isZero();
    }

    @Test
    void callsThatWait_goOver_whenTheOutageBegins() {
        CallFixture fixture = fixture(FallbackReason.OUTAGE);
        for (int i = 0; i < 12; i++) {
            fixture.call();
        }
        assertThat(fixture.limiter.waiting()).isPositive();
        refuseAll(fixture);
        fixture.time.advance(Duration.ofSeconds(20));
        answerAll(fixture);
        assertThat(fixture.results).hasSizeGreaterThanOrEqualTo(11);
        assertThat(fixture.results).allMatch(result -> result.failure() == null);
    }

    @Test
    void outageOfBoth_isWaitedOut() {
        CallFixture fixture = out(fixture(FallbackReason.OUTAGE));
        fixture.results.clear();
        for (int i = 0; i < 12; i++) {
            fixture.call();
        }
        for (int i = 0; i < 40; i++) {
            fixture.time.advance(Duration.ofSeconds(11));
            refuseAll(fixture);
            while (fixture.fallback.open() > 0) {
                fixture.fallback.reply(failed(FailureKind.OVERLOADED, null));
            }
        }
        assertThat(fixture.results).isEmpty();
        for (int i = 0; i < 40; i++) {
            fixture.time.advance(Duration.ofSeconds(11));
            answerAll(fixture);
            while (fixture.endpoint.open() > 0) {
                fixture.endpoint.reply(GOOD);
            }
        }
        assertThat(fixture.results).hasSize(12).allMatch(result -> result.failure() == null);
    }

    @Test
    void usedUpAccount_isLeftToo() {
        CallFixture fixture = fixture(FallbackReason.OUTAGE);
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.CREDIT_EXHAUSTED, null));
        fixture.fallback.reply(GOOD);
        assertThat(fixture.result().failure()).isNull();
    }

    @Test
    void retiredModel_whileTheOtherIsOut_doesNotEndTheJob() {
        CallFixture fixture = fixture(FallbackReason.values());
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.MODEL_NOT_FOUND, null));
        fixture.fallback.reply(GOOD);
        for (int i = 0; i < 12; i++) {
            fixture.call();
        }
        for (int i = 0; i < 900; i++) { // beyond the time for which the first is not asked
            while (fixture.fallback.open() > 0) {
                fixture.fallback.reply(failed(FailureKind.OVERLOADED, null));
            }
            while (fixture.endpoint.open() > 0) {
                fixture.endpoint.reply(failed(FailureKind.MODEL_NOT_FOUND, null));
            }
            if (i % 100 == 0) {
                fixture.call();
            }
            fixture.time.advance(Duration.ofSeconds(1));
        }
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.results).hasSize(1);
        for (int i = 0; i < 60; i++) {
            answerAll(fixture);
            fixture.time.advance(Duration.ofSeconds(1));
        }
        assertThat(fixture.results).hasSize(22).allMatch(result -> result.failure() == null);
    }

    @Test
    void outageThatEndsTheJob_doesNot_whileAnotherAnswers() {
        CallFixture fixture =
                out(
                        new CallFixture(
                                new UsualSettings()
                                        .routes(
                                                CallFixture.route("first", "env:KEY"),
                                                CallFixture.route(
                                                        "second", "env:KEY", FallbackReason.OUTAGE))
                                        .outage(
                                                new OutageSettings(
                                                        OutageSettings.Action.FAIL,
                                                        Duration.ofMinutes(1)))
                                        .get(),
                                false));
        fixture.results.clear();
        for (int i = 0; i < 300; i++) {
            fixture.call();
            refuseAll(fixture);
            answerAll(fixture);
            fixture.time.advance(Duration.ofSeconds(1));
        }
        answerAll(fixture);
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.results).hasSize(300).allMatch(result -> result.failure() == null);
    }

    @Test
    void usedUpAccount_keepsNoRecordWaiting() {
        CallFixture fixture = fixture(FallbackReason.OUTAGE);
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.DAILY_QUOTA_EXHAUSTED, Duration.ofHours(1)));
        fixture.fallback.reply(GOOD);
        for (int i = 0; i < 10; i++) {
            fixture.call();
            fixture.time.advance(Duration.ofMinutes(1));
        }
        assertThat(fixture.fallback.open()).isEqualTo(10);
        fixture.time.advance(Duration.ofHours(1));
        fixture.call();
        assertThat(fixture.endpoint.open()).isEqualTo(1);
    }

    @Test
    void outageOfBoth_endsWithTheFirst_thoughNoRecordComes() {
        CallFixture fixture = fixture(FallbackReason.OUTAGE);
        for (int i = 0; i < 10; i++) {
            fixture.call();
        }
        for (int i = 0; i < 20; i++) {
            refuseAll(fixture);
            while (fixture.fallback.open() > 0) {
                fixture.fallback.reply(failed(FailureKind.OVERLOADED, null));
            }
            fixture.time.advance(Duration.ofSeconds(1));
        }
        for (int i = 0; i < 120; i++) {
            while (fixture.endpoint.open() > 0) {
                fixture.endpoint.reply(GOOD);
            }
            while (fixture.fallback.open() > 0) {
                fixture.fallback.reply(failed(FailureKind.OVERLOADED, null));
            }
            fixture.time.advance(Duration.ofSeconds(1));
        }
        assertThat(fixture.results).hasSize(10).allMatch(result -> result.failure() == null);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"API_KEY_REJECTED", "MODEL_NOT_FOUND", "CONFIGURATION_REJECTED"})
    void fallbackThatIsOfNoUse_isLeft_andDoesNotEndTheJob(FailureKind kind) {
        CallFixture fixture = out(fixture(FallbackReason.OUTAGE));
        fixture.results.clear();
        fixture.call(); // a probe
        fixture.call();
        fixture.time.advance(Duration.ofMillis(500));
        fixture.fallback.reply(failed(kind, null));
        for (int i = 0; i < 40; i++) {
            while (fixture.endpoint.open() > 0) {
                fixture.endpoint.reply(GOOD);
            }
            fixture.time.advance(Duration.ofSeconds(1));
        }
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.fallback.open()).isZero();
        assertThat(fixture.results)
                .hasSize(2)
                .allMatch(result -> result.call().model().equals("first"));
    }

    @Test
    void passingFailure_staysWithTheModel() {
        CallFixture fixture = fixture(FallbackReason.values());
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.OVERLOADED, null));
        fixture.time.advance(Duration.ofSeconds(2));
        assertThat(fixture.endpoint.open()).isEqualTo(1);
        assertThat(fixture.fallback.open()).isZero();
    }

    @Test
    void otherModel_hasTheWholeOfItsAttempts() {
        CallFixture fixture = fixture(FallbackReason.BLOCKED);
        fixture.call();
        for (int i = 0; i < 3; i++) {
            fixture.endpoint.reply(failed(FailureKind.ATTEMPT_TIMEOUT, null));
            fixture.time.advance(Duration.ofSeconds(8));
        }
        fixture.endpoint.reply(failed(FailureKind.PROMPT_BLOCKED, null));
        fixture.fallback.reply(failed(FailureKind.ATTEMPT_TIMEOUT, null));
        fixture.time.advance(Duration.ofSeconds(8));
        fixture.fallback.reply(GOOD);
        assertThat(fixture.result().failure()).isNull();
        assertThat(fixture.result().call().attempts()).isEqualTo(6);
    }

    /** After ten calls that the first did not answer, and the second did. */
    private static CallFixture out(CallFixture fixture) {
        for (int i = 0; i < 10; i++) {
            fixture.call();
        }
        for (int i = 0; i < 10; i++) {
            refuseAll(fixture);
            answerAll(fixture);
            fixture.time.advance(Duration.ofMillis(900));
        }
        refuseAll(fixture);
        answerAll(fixture);
        assertThat(fixture.health.isOutage()).isTrue();
        return fixture;
    }

    private static void refuseAll(CallFixture fixture) {
        while (fixture.endpoint.open() > 0) {
            fixture.endpoint.reply(failed(FailureKind.OVERLOADED, null));
        }
    }

    private static void answerAll(CallFixture fixture) {
        while (fixture.fallback.open() > 0) {
            fixture.fallback.reply(GOOD);
        }
    }

    private static FailureKind kind(CallFixture fixture) {
        EnrichmentResult result = fixture.result();
        return Objects.requireNonNull(result.failure()).kind();
    }

    private static CallFixture fixture(FallbackReason... reasons) {
        return new CallFixture(
                new UsualSettings()
                        .routes(
                                CallFixture.route("first", "env:KEY"),
                                CallFixture.route("second", "env:KEY", reasons))
                        .get(),
                false);
    }
}
