package dev.gleaner.enrich;

import static dev.gleaner.testing.ScriptedClient.answer;
import static dev.gleaner.testing.ScriptedClient.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.FallbackReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of calls that were sent with a key that has been renewed since. */
class CallKeyRenewalTest {
    private static final GeminiReply GOOD = answer("{\"n\":1}", "STOP");
    private static final GeminiReply OUTDATED = failed(FailureKind.API_KEY_RENEWED, null);

    private CallFixture fixture = new CallFixture(10, true, true);

    @Test
    void manyAtOnce_goOnAtOnce_andAreNoOutage() {
        for (int i = 0; i < 10; i++) {
            fixture.call();
        }
        for (int i = 0; i < 10; i++) {
            fixture.endpoint.reply(OUTDATED);
        }
        assertThat(fixture.health.isProbing()).isFalse();
        assertThat(fixture.endpoint.open()).isEqualTo(10);
        while (fixture.endpoint.open() > 0) {
            fixture.endpoint.reply(GOOD);
        }
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.results).hasSize(10).allMatch(result -> result.failure() == null);
    }

    @Test
    void refusal_costsTheRecordNoAttempt() {
        fixture.call();
        fixture.endpoint.reply(OUTDATED);
        for (int i = 0; i < 3; i++) {
            fixture.endpoint.reply(failed(FailureKind.SERVER_ERROR, null));
            fixture.time.advance(Duration.ofSeconds(8));
        }
        fixture.endpoint.reply(GOOD);
        assertThat(fixture.result().failure()).isNull();
        assertThat(fixture.result().call().attempts()).isEqualTo(5);
    }

    @Test
    void refusal_saysNothingOfAnOutage() {
        for (int i = 0; i < 10; i++) {
            fixture.call();
        }
        for (int i = 0; i < 10; i++) {
            fixture.endpoint.reply(failed(FailureKind.OVERLOADED, null));
        }
        fixture.time.advance(Duration.ofSeconds(1));
        fixture.endpoint.reply(OUTDATED);
        assertThat(fixture.health.isOutage()).isTrue();
        for (int second = 0; second < 60; second++) {
            fixture.time.advance(Duration.ofSeconds(1));
            while (fixture.endpoint.open() > 0) {
                fixture.endpoint.reply(GOOD);
            }
        }
        assertThat(fixture.results).hasSize(10).allMatch(result -> result.failure() == null);
    }

    @Test
    void refusal_beforeTheFirstAnswer_provesNoKey() {
        fixture = new CallFixture(10, true, false);
        fixture.call();
        fixture.endpoint.reply(OUTDATED);
        fixture.endpoint.reply(failed(FailureKind.API_KEY_REJECTED, null));
        assertThat(fixture.aborts).hasSize(1);
    }

    @Test
    void keysThatAreRenewedAndNeverTaken_endInADeadLetter() {
        fixture.call();
        int attempts = 0;
        while (fixture.endpoint.open() > 0) {
            fixture.endpoint.reply(OUTDATED);
            fixture.time.advance(Duration.ofSeconds(8));
            attempts++;
        }
        assertThat(attempts).isEqualTo(5);
        assertThat(fixture.aborts).isEmpty();
        assertThat(fixture.result().failure())
                .extracting(failure -> failure.kind())
                .isEqualTo(FailureKind.API_KEY_RENEWED);
    }

    @Test
    void refusal_sendsNobodyToAnotherModel() {
        fixture =
                new CallFixture(
                        new UsualSettings()
                                .routes(
                                        CallFixture.route("gemini-3.5-flash", "env:KEY"),
                                        CallFixture.route(
                                                "gemini-3.5-pro",
                                                "env:KEY",
                                                FallbackReason.values()))
                                .get(),
                        true);
        fixture.call();
        fixture.endpoint.reply(OUTDATED);
        assertThat(fixture.fallback.open()).isZero();
        assertThat(fixture.endpoint.open()).isEqualTo(1);
    }
}
