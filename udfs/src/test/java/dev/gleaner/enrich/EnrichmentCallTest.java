package dev.gleaner.enrich;

import static dev.gleaner.testing.ScriptedClient.answer;
import static dev.gleaner.testing.ScriptedClient.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.AnswerContent;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.model.AnswerDetail;
import dev.gleaner.model.CallSummary;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.RejectedAnswer;
import dev.gleaner.model.RetryRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichmentCallTest {
    private final CallFixture fixture = new CallFixture();

    @Test
    void goodAnswer_becomesTheEnrichment_asTheModelWroteIt() {
        fixture.call();
        fixture.time.advance(Duration.ofMillis(250));
        fixture.endpoint.reply(answer("```json\n{\"n\": 1.0}\n```", "STOP"));

        EnrichmentResult result = fixture.result();
        assertThat(result.failure()).isNull();
        assertThat(result.enrichment()).asString().isEqualTo("{\"n\": 1.0}");
        assertThat(result.usageMetadata()).asString().isEqualTo("{\"totalTokenCount\":7}");
        CallSummary call = result.call();
        assertThat(call.modelVersion()).isEqualTo("gemini-3.5-flash-001");
        assertThat(call.attempts()).isEqualTo(1);
        assertThat(call.elapsedMillis()).isEqualTo(250);
        assertThat(fixture.endpoint.bodies().get(0)).contains("Count: hello").contains("Be brief.");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"text\":', INVALID_JSON",
        "'{}', MISSING_FIELD",
        "'[{\"text\":\"a\"}]', NOT_AN_OBJECT",
    })
    void recordsOwnFault_isADeadLetter_andNothingIsSent(String record, FailureKind kind) {
        fixture.call(record);
        assertThat(failure().kind()).isEqualTo(kind);
        assertThat(fixture.result().call().attempts()).isZero();
        assertThat(fixture.endpoint.bodies()).isEmpty();
    }

    @Test
    void answerThatIsRejected_isInTheDeadLetter_withWhereItBreaksTheSchema() {
        fixture.call();
        fixture.endpoint.reply(answer("{\"n\":11}", "STOP"));
        fixture.endpoint.reply(answer("{\"n\":12}", "STOP"));

        RejectedAnswer rejected = Objects.requireNonNull(failure().rejected());
        assertThat(failure().kind()).isEqualTo(FailureKind.SCHEMA_VIOLATION);
        assertThat(rejected.text()).asString().isEqualTo("{\"n\":12}");
        assertThat(rejected.bytes()).isEqualTo(8);
        assertThat(rejected.violations()).containsExactly("/n");
    }

    @Test
    void answerThatWasCut_isInTheDeadLetter_asLongAsItMayBe() {
        String text = "{\"n\": \"" + "é".repeat(Rejection.MAX_BYTES);
        fixture.call();
        fixture.endpoint.reply(answer(text, "MAX_TOKENS"));

        RejectedAnswer rejected = Objects.requireNonNull(failure().rejected());
        assertThat(failure().kind()).isEqualTo(FailureKind.TRUNCATED);
        assertThat(rejected.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThat(rejected.text()).hasSize(Rejection.MAX_BYTES - 1).asString().endsWith("é");
        assertThat(rejected.violations()).isEmpty();
    }

    @Test
    void recordWithoutAnAnswer_hasNoneInItsDeadLetter() {
        fixture.call("{}");
        assertThat(failure().rejected()).isNull();
    }

    @Test
    void recordWithHalfASurrogatePair_isSentWithAReplacement() {
        fixture.call("{\"text\":\"a\\ud83d\"}");
        fixture.endpoint.reply(answer("{\"n\":1}", "STOP"));

        assertThat(fixture.result().failure()).isNull();
        assertThat(fixture.endpoint.bodies().get(0)).contains("Count: a\uFFFD");
    }

    @Test
    void overload_isTriedAgain_afterAGrowingDelay() {
        fixture.call();
        for (int seconds : new int[] {1, 2, 4}) {
            fixture.endpoint.reply(failed(FailureKind.RATE_LIMITED, null));
            fixture.time.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(fixture.endpoint.open()).isZero();
            fixture.time.advance(Duration.ofMillis(1));
            assertThat(fixture.endpoint.open()).isEqualTo(1);
        }
        fixture.endpoint.reply(answer("{\"n\":1}", "STOP"));
        assertThat(fixture.result().call().attempts()).isEqualTo(4);
        assertThat(fixture.result().failure()).isNull();
    }

    @Test
    void serverDelay_isHonoured() {
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.RATE_LIMITED, Duration.ofSeconds(20)));
        fixture.time.advance(Duration.ofSeconds(20).minusNanos(1));
        assertThat(fixture.endpoint.open()).isZero();
        fixture.time.advance(Duration.ofNanos(1));
        assertThat(fixture.endpoint.open()).isEqualTo(1);
    }

    @Test
    void serverDelay_isNoTimeOfTheRecords() {
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.RATE_LIMITED, Duration.ofMinutes(4)));
        fixture.time.advance(Duration.ofMinutes(4));
        fixture.endpoint.reply(answer("{\"n\":1}", "STOP"));
        assertThat(fixture.result().failure()).isNull();
    }

    @Test
    void serverDelay_holdsForEverybody() {
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.RATE_LIMITED, Duration.ofSeconds(20)));
        fixture.call();
        assertThat(fixture.endpoint.open()).isZero();
        fixture.time.advance(Duration.ofSeconds(20));
        assertThat(fixture.endpoint.open()).isEqualTo(2);
    }

    @Test
    void permit_isNotHeld_whileWaitingToRetry() {
        CallFixture one = new CallFixture(1, true, false);
        one.call();
        one.endpoint.reply(failed(FailureKind.RATE_LIMITED, null));
        assertThat(one.limiter.inFlight()).isZero();
        one.call();
        assertThat(one.endpoint.open()).isEqualTo(1);
    }

    @Test
    void waitingForAPermit_isNoTimeOfTheRecords() {
        CallFixture one = new CallFixture(1, true, false);
        one.call();
        one.call();
        one.time.advance(Duration.ofHours(1));
        one.endpoint.reply(answer("{\"n\":1}", "STOP"));
        one.endpoint.reply(answer("{\"n\":1}", "STOP"));
        assertThat(one.results).hasSize(2).allMatch(result -> result.failure() == null);
        assertThat(one.endpoint.timeouts()).containsOnly(Duration.ofSeconds(10));
    }

    @Test
    void attempt_isGivenNoMoreTimeThanTheCallHas() {
        fixture.call();
        fixture.time.advance(Duration.ofSeconds(24));
        fixture.endpoint.reply(failed(FailureKind.SERVER_ERROR, null));
        fixture.time.advance(Duration.ofSeconds(1));
        assertThat(fixture.endpoint.timeouts())
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    @Test
    void attemptsUsedUp_isADeadLetterOfTheLastKind() {
        fixture.call();
        for (int i = 0; i < 4; i++) {
            fixture.endpoint.reply(failed(FailureKind.SERVER_ERROR, null));
            fixture.time.advance(Duration.ofSeconds(8));
        }
        assertThat(failure().kind()).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(failure().httpStatus()).isEqualTo(429);
        assertThat(fixture.endpoint.bodies()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void reply_ofAnyKind_whileOthersAreAnswered_endsAsItsTableSays(FailureKind kind) {
        CallFixture known = new CallFixture(2, true, true);
        known.call();
        int attempts = 0;
        while (known.endpoint.open() > 0) {
            known.endpoint.reply(failed(kind, null));
            attempts++;
            if (kind.isEndpoints()) {
                known.answerAnother();
            }
            known.time.advance(Duration.ofSeconds(1L << (attempts - 1)));
        }
        int expected =
                switch (kind.retryRule()) {
                    case NEVER -> kind.isFatal() ? 4 : 1;
                    case ONCE -> 2;
                    // That nobody else was answered before the first is no record's fault.
                    case BACKOFF -> kind.mayBeTheRecords() ? 4 : 5;
                    case HOLD -> 1;
                };
        assertThat(attempts).isEqualTo(expected);
        boolean deadLetter = !kind.isFatal() && kind.retryRule() != RetryRule.HOLD;
        assertThat(known.results.stream().filter(r -> r.failure() != null))
                .hasSize(deadLetter ? 1 : 0);
        assertThat(known.aborts).hasSize(kind.isFatal() ? 1 : 0);
        assertThat(known.limiter.inFlight()).isZero();
    }

    @Test
    void fatalFault_failsTheJob_withCauseAndFix() {
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.API_KEY_REJECTED, null));
        assertThat(fixture.results).isEmpty();
        assertThat(fixture.aborts.get(0))
                .hasMessageContaining("it says API_KEY_REJECTED")
                .hasMessageContaining("model.apiKey");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"CONNECTION_FAILED", "NOT_GEMINI", "MODEL_UNAVAILABLE"})
    void address_thatNeverAnswered_failsTheJob(FailureKind kind) {
        fixture.call();
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.aborts).isEmpty();
            fixture.endpoint.reply(failed(kind, null));
            fixture.time.advance(Duration.ofSeconds(4));
        }
        assertThat(fixture.aborts).hasSize(1);
        assertThat(fixture.results).isEmpty();
    }

    @Test
    void address_thatNeverAnswered_failsTheJob_alsoIfThereIsNoOtherAttempt() {
        fixture.call();
        fixture.time.advance(Duration.ofMillis(29_500));
        fixture.endpoint.reply(failed(FailureKind.CONNECTION_FAILED, null));
        assertThat(fixture.aborts).hasSize(1);
        assertThat(fixture.results).isEmpty();
    }

    @Test
    void address_thatFailsLongAfterTheStart_isGivenAMinute() {
        fixture.time.advance(Duration.ofHours(1));
        fixture.call();
        for (int i = 0; i < 7; i++) {
            fixture.endpoint.reply(failed(FailureKind.CONNECTION_FAILED, null));
            fixture.time.advance(Duration.ofSeconds(8));
        }
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.results).isEmpty();

        fixture.time.advance(Duration.ofSeconds(10));
        fixture.endpoint.reply(failed(FailureKind.CONNECTION_FAILED, null));
        assertThat(fixture.aborts).hasSize(1);
    }

    @Test
    void usageOfABilledAnswer_staysWithTheDeadLetter() {
        fixture.call();
        fixture.endpoint.reply(answer("{\"n\":12}", "STOP"));
        fixture.endpoint.reply(unanswered(FailureKind.REQUEST_REJECTED));
        assertThat(failure().kind()).isEqualTo(FailureKind.REQUEST_REJECTED);
        assertThat(fixture.result().usageMetadata()).isNotNull();
    }

    @Test
    void errorOfTheMachine_failsTheJob() {
        CallFixture broken = new CallFixture();
        broken.endpoint.breakWith(new OutOfMemoryError("test"));
        broken.call();
        assertThat(broken.aborts).singleElement().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void attemptCutShortByTheDeadline_saysNothingOfTheEndpoint() {
        for (int i = 0; i < 12; i++) {
            fixture.call();
            fixture.time.advance(Duration.ofSeconds(24));
            fixture.endpoint.reply(failed(FailureKind.SERVER_ERROR, null));
            fixture.time.advance(Duration.ofSeconds(1));
            fixture.endpoint.reply(unanswered(FailureKind.ATTEMPT_TIMEOUT));
            fixture.answerAnother();
        }
        assertThat(fixture.results).hasSize(24);
        assertThat(fixture.limiter.limit()).isEqualTo(10);
    }

    @Test
    void attemptThatTimedOut_isNoSignOfARightAddress() {
        fixture.call();
        fixture.endpoint.reply(unanswered(FailureKind.ATTEMPT_TIMEOUT));
        for (int i = 0; i < 3; i++) {
            fixture.time.advance(Duration.ofSeconds(4));
            fixture.endpoint.reply(unanswered(FailureKind.CONNECTION_FAILED));
        }
        assertThat(fixture.aborts).hasSize(1);
    }

    private static GeminiReply unanswered(FailureKind kind) {
        return new GeminiReply.Failed(kind, "nothing came", null, null, AnswerMetadata.NONE);
    }

    @Test
    void address_thatAnsweredAnotherCall_isNotTakenForWrong() {
        fixture.call();
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.NOT_GEMINI, null));
        fixture.endpoint.reply(answer("{\"n\":1}", "STOP"));
        for (int i = 0; i < 3; i++) {
            fixture.time.advance(Duration.ofSeconds(4));
            fixture.endpoint.reply(failed(FailureKind.NOT_GEMINI, null));
        }
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.results).hasSize(1);
    }

    @Test
    void answerThatBreaksTheSchema_isSentBackOnce_withItsViolations() {
        fixture.call();
        fixture.endpoint.reply(answer("{\"n\":12}", "STOP"));
        fixture.endpoint.reply(answer("{\"n\":2}", "STOP"));
        assertThat(fixture.result().enrichment()).asString().isEqualTo("{\"n\":2}");
        assertThat(fixture.endpoint.bodies().get(1))
                .contains("Count: hello")
                .contains("\\\"n\\\":12")
                .contains("9");
        assertThat(fixture.result().call().attempts()).isEqualTo(2);
    }

    @Test
    void repairThatFails_isADeadLetter_withTheUsagePaid() {
        fixture.call();
        fixture.endpoint.reply(answer("{\"n\":12}", "STOP"));
        fixture.endpoint.reply(answer("{\"n\":13}", "STOP"));
        assertThat(failure().kind()).isEqualTo(FailureKind.SCHEMA_VIOLATION);
        assertThat(failure().detail()).contains("/n").doesNotContain("13");
        assertThat(fixture.result().usageMetadata()).isNotNull();
    }

    @Test
    void repair_isAnAttemptToo_andNotMadeBeyondTheirLimit() {
        fixture.call();
        for (int i = 0; i < 3; i++) {
            fixture.endpoint.reply(failed(FailureKind.SERVER_ERROR, null));
            fixture.time.advance(Duration.ofSeconds(4));
        }
        fixture.endpoint.reply(answer("{\"n\":12}", "STOP"));
        assertThat(failure().kind()).isEqualTo(FailureKind.SCHEMA_VIOLATION);
        assertThat(fixture.result().call().attempts()).isEqualTo(4);
    }

    @Test
    void answerThatIsNoJson_withoutRepair_isADeadLetterAtOnce() {
        CallFixture strict = new CallFixture(1, false, false);
        strict.call();
        strict.endpoint.reply(answer("Sure! {\"n\":1}", "STOP"));
        assertThat(Objects.requireNonNull(strict.result().failure()).kind())
                .isEqualTo(FailureKind.INVALID_ANSWER);
        assertThat(strict.endpoint.bodies()).hasSize(1);
    }

    @Test
    void unknownFinish_withAValidAnswer_isEnriched() {
        fixture.call();
        fixture.endpoint.reply(answer("{\"n\":1}", "NEW_REASON"));
        assertThat(fixture.result().failure()).isNull();
        assertThat(fixture.result().call().finishReason()).isEqualTo("NEW_REASON");
    }

    @Test
    void unknownFinish_withABrokenAnswer_isTriedOnceMore_andNotRepaired() {
        fixture.call();
        for (int i = 0; i < 2; i++) {
            fixture.endpoint.reply(answer("{\"n\":", "NEW_REASON"));
            fixture.time.advance(Duration.ZERO);
        }
        assertThat(failure().kind()).isEqualTo(FailureKind.UNEXPECTED_FINISH);
        assertThat(failure().detail()).contains("NEW_REASON");
        assertThat(fixture.endpoint.bodies().get(1)).isEqualTo(fixture.endpoint.bodies().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAX_TOKENS", "CONTINUATION", "length"})
    void completeAnswerThatWasCutBehindItsEnd_isEnriched(String reason) {
        fixture.call();
        fixture.endpoint.reply(answer("{\"n\":1}" + "\n".repeat(500), reason));
        assertThat(fixture.result().failure()).isNull();
        assertThat(fixture.result().enrichment()).asString().isEqualTo("{\"n\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\":1", "{\"n\":", "{\"n\":77}", "{}", "  "})
    void answerThatWasCut_isTruncated_andNeitherRepairedNorTriedAgain(String text) {
        fixture.call();
        fixture.endpoint.reply(answer(text, "CONTINUATION"));
        assertThat(failure().kind()).isEqualTo(FailureKind.TRUNCATED);
        assertThat(failure().detail()).contains("CONTINUATION", "maxOutputTokens");
        assertThat(fixture.endpoint.bodies()).hasSize(1);
        assertThat(fixture.result().call().attempts()).isEqualTo(1);
    }

    @Test
    void recitation_isAskedOnceMore_andThenEnriched() {
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.RECITATION, null));
        fixture.time.advance(Duration.ZERO);
        fixture.endpoint.reply(answer("{\"n\":1}", "STOP"));
        assertThat(fixture.result().failure()).isNull();
        assertThat(fixture.result().call().attempts()).isEqualTo(2);
        assertThat(fixture.endpoint.bodies().get(1)).isEqualTo(fixture.endpoint.bodies().get(0));
    }

    @Test
    void recitation_isAskedOnceMoreAtAnotherTemperature_ifOneIsSet() {
        CallFixture set =
                new CallFixture(
                        new UsualSettings()
                                .routes(withConfig("{\"temperature\":0,\"seed\":7}"))
                                .get(),
                        true);
        set.call();
        for (int i = 0; i < 2; i++) {
            set.endpoint.reply(failed(FailureKind.RECITATION, null));
            set.time.advance(Duration.ZERO);
        }
        assertThat(Objects.requireNonNull(set.result().failure()).kind())
                .isEqualTo(FailureKind.RECITATION);
        assertThat(set.result().call().attempts()).isEqualTo(2);
        assertThat(set.endpoint.bodies().get(0)).contains("\"temperature\":0,", "\"seed\":7");
        assertThat(set.endpoint.bodies().get(1))
                .contains("\"temperature\":0.5", "Count: hello")
                .doesNotContain("seed");
    }

    private static RouteSettings withConfig(String generationConfig) {
        RouteSettings plain = CallFixture.route("gemini-3.5-flash", "env:KEY");
        return new RouteSettings(
                plain.endpoint(),
                new RequestSettings(
                        "Be brief.", List.of(), AnswerFormat.JSON, generationConfig, "{}"),
                null,
                Set.of());
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"REQUEST_REJECTED", "SCHEMA_REJECTED"})
    void shortValuesOfTheRecord_areNotShown(FailureKind kind) {
        fixture.call("{\"text\":\"hello\",\"who\":{\"name\":\"Bob Li\",\"card\":[4711]}}");
        fixture.endpoint.reply(
                new GeminiReply.Failed(
                        kind, "no: Bob Li, 4711, 47112, hello", 400, null, AnswerMetadata.NONE));

        String shown =
                fixture.aborts.isEmpty()
                        ? failure().detail()
                        : String.valueOf(fixture.aborts.get(0).getMessage());
        assertThat(shown).contains("no: ***, ***, 47112, hello");
    }

    @Test
    void resultThatNobodyCanTake_failsTheJob_andIsNotForgotten() {
        IllegalStateException why = new IllegalStateException("broken");
        fixture.callInVain(why);
        fixture.endpoint.reply(answer("{\"n\":1}", "STOP"));
        assertThat(fixture.aborts).containsExactly(why);
        assertThat(fixture.limiter.inFlight()).isZero();
    }

    private Failure failure() {
        return Objects.requireNonNull(fixture.result().failure());
    }

    @Test
    void answerWithoutUsage_isPaidByItsLength_andMarked() {
        CallFixture fixture =
                new CallFixture(
                        new UsualSettings()
                                .budget(new BudgetSettings(0, 0, 1_000_000, BudgetAction.HOLD))
                                .get(),
                        true);
        fixture.call("{\"text\":\"hello\"}");
        fixture.endpoint.reply(
                new GeminiReply.Answer("{\"n\":1}", AnswerContent.NONE, AnswerMetadata.NONE));
        EnrichmentResult result = fixture.results.get(0);
        assertThat(result.call().costNanoUsd()).isPositive();
        assertThat(fixture.limiter.ledger().totalSpent()).isEqualTo(result.call().costNanoUsd());
        assertThat(result.details())
                .extracting(AnswerDetail::name)
                .contains(AnswerDetail.Name.USAGE_ESTIMATED);
    }
}
