package dev.gleaner.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final double NEVER_RANDOM = 0;

    private final RetryPolicy policy = policy(5, 0.5);

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 5000"})
    void delay_growsUpToTheMaximum(int failures, long millis) {
        assertThat(policy.backoff(failures, NEVER_RANDOM)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void delay_leavesOnlyItsJitterToChance() {
        assertThat(policy.backoff(1, 0.999))
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(501));
    }

    @Test
    void attempts_atTheirLimit_allowNoOther() {
        assertThat(policy.allowsAnother(4)).isTrue();
        assertThat(policy.allowsAnother(5)).isFalse();
        assertThat(policy(1, 0).allowsAnother(1)).isFalse();
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
