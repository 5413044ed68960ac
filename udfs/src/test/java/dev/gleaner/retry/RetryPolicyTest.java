package dev.gleaner.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gleaner.model.FailureKind;
import dev.gleaner.model.RetryRule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private static final double NEVER_RANDOM = 0;

    private final RetryPolicy policy = policy(5, 0.5);

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 5000"})
    void delay_growsUpToTheMaximum(int failures, long millis) {
        assertThat(policy.delay(FailureKind.SERVER_ERROR, failures, null, NEVER_RANDOM))
                .contains(Duration.ofMillis(millis));
    }

    @Test
    void delay_leavesOnlyItsJitterToChance() {
        assertThat(policy.delay(FailureKind.SERVER_ERROR, 1, null, 0.999))
                .hasValueSatisfying(
                        delay ->
                                assertThat(delay)
                                        .isBetween(Duration.ofMillis(500), Duration.ofMillis(501)));
    }

    @Test
    void delay_neverUndercutsTheServers() {
        Duration asked = Duration.ofSeconds(48);
        assertThat(policy.delay(FailureKind.RATE_LIMITED, 1, asked, NEVER_RANDOM)).contains(asked);
        assertThat(policy.delay(FailureKind.RATE_LIMITED, 1, asked, 0.8))
                .hasValueSatisfying(
                        delay ->
                                assertThat(delay)
                                        .isBetween(asked.plusMillis(900), asked.plusSeconds(24)));
    }

    @Test
    void attempts_atTheirLimit_allowNoOther() {
        assertThat(policy.allowsAnother(4)).isTrue();
        assertThat(policy.allowsAnother(5)).isFalse();
        assertThat(policy(1, 0).allowsAnother(1)).isFalse();
    }

    @Test
    void badLuck_isTriedOnceMore_atOnce() {
        assertThat(policy.delay(FailureKind.EMPTY_ANSWER, 1, null, 0.5)).contains(Duration.ZERO);
        assertThat(policy.delay(FailureKind.EMPTY_ANSWER, 2, null, 0.5)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void kindThatIsNeverRetried_hasNoDelay(FailureKind kind) {
        assertThat(policy.delay(kind, 1, Duration.ofSeconds(1), 0.5).isPresent())
                .isEqualTo(kind.retryRule() != RetryRule.NEVER);
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT1S, PT5S, 2, 0.5, call.maxAttempts",
        "5, PT0S, PT5S, 2, 0.5, call.backoff.initial",
        "5, PT9S, PT5S, 2, 0.5, call.backoff.max",
        "5, PT1S, PT5S, 0.9, 0.5, call.backoff.multiplier",
        "5, PT1S, PT5S, 2, 1.1, call.backoff.jitter",
    })
    void setting_outOfRange_isNamed(
            int attempts,
            Duration initial,
            Duration max,
            double multiplier,
            double jitter,
            String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrySettings(attempts, initial, max, multiplier, jitter))
                .withMessageContaining(option);
    }

    private static RetryPolicy policy(int attempts, double jitter) {
        return new RetryPolicy(
                new RetrySettings(
                        attempts, Duration.ofSeconds(1), Duration.ofSeconds(5), 2, jitter));
    }
}
