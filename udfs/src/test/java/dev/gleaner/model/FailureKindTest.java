package dev.gleaner.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureKindTest {

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void kind_thatCanFailTheJob_saysTheFix(FailureKind kind) {
        assertThat(kind.meaning()).endsWith(".");
        if (kind.isFatal() || kind.isFatalAtStart() || kind.retryRule() == RetryRule.HOLD) {
            assertThat(kind.fix()).endsWith(".");
        }
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void kind_thatIsFatal_isNotRetried(FailureKind kind) {
        if (kind.isFatal()) {
            assertThat(kind.retryRule()).isEqualTo(RetryRule.NEVER);
        }
        if (kind.isOverload() || kind.isFatalAtStart()) {
            assertThat(kind.retryRule()).isEqualTo(RetryRule.BACKOFF);
        }
    }
}
