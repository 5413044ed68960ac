package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private final ApiKeys keys = new ApiKeys("first-key");

    @Test
    void renewedKey_isCurrent_andTheOldOneStaysMasked() {
        assertThat(keys.renew("second-key")).isTrue();

        assertThat(keys.current()).isEqualTo("second-key");
        assertThat(keys.masked("first-key, second-key")).isEqualTo("***, ***");
        assertThat(keys.areIn("x first-key")).isTrue();
        assertThat(new Detail(keys).line("no first-key")).isEqualTo("no ***");
    }

    @Test
    void sameKey_isNoRenewal() {
        assertThat(keys.renew("first-key")).isFalse();
    }

    @Test
    void keyThatBeginsAnother_leavesNothingOfIt() {
        keys.renew("first-key-and-more");
        keys.renew("first-key");

        assertThat(keys.current()).isEqualTo("first-key");
        assertThat(keys.masked("first-key-and-more")).isEqualTo("***");
    }

    @Test
    void keysOfManyRenewals_areForgottenAtLast() {
        for (int i = 0; i < 4; i++) {
            keys.renew("renewed-" + i);
        }

        assertThat(keys.areIn("first-key")).isFalse();
        assertThat(keys.areIn("renewed-0")).isTrue();
    }

    @Test
    void shortKey_isNotTakenForASecret() {
        assertThat(new ApiKeys("abc").masked("abc")).isEqualTo("abc");
        assertThat(new ApiKeys("abc").areIn("abc")).isFalse();
    }

    @Test
    void text_isNeverAKey() {
        assertThat(keys).hasToString("***");
    }
}
