package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotasTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void take_requestsPerSecond_refusesBeyondAndSaysWhen() {
        Quotas quotas = quotas(Control.none().withRequestsPerSecond(2));
        assertThat(quotas.take("gemini-x", 1)).isEmpty();
        assertThat(quotas.take("gemini-x", 1)).isEmpty();
        assertThat(body(quotas.take("gemini-x", 1)))
                .contains("\"retryDelay\" : \"0.500s\"", "PerMinute", "Please retry in 0.500s.");
        pass(500);
        assertThat(quotas.take("gemini-x", 1)).isEmpty();
        assertThat(quotas.take("gemini-x", 1)).isPresent();
    }

    @Test
    void take_tokensPerMinute_countsPromptTokens() {
        Quotas quotas = quotas(Control.none().withTokensPerMinute(600));
        assertThat(quotas.take("gemini-x", 500)).isEmpty();
        assertThat(body(quotas.take("gemini-x", 200)))
                .contains(
                        "\"retryDelay\" : \"10s\"",
                        "InputTokensPerModelPerMinute",
                        "\"quotaValue\" : \"600\"");
        pass(10_000);
        assertThat(quotas.take("gemini-x", 200)).isEmpty();
    }

    @Test
    void take_promptLargerThanTheQuota_passesOnAFullBucket() {
        Quotas quotas = quotas(Control.none().withTokensPerMinute(60));
        assertThat(quotas.take("gemini-x", 1000)).isEmpty();
        assertThat(quotas.take("gemini-x", 1)).isPresent();
    }

    @Test
    void take_requestsPerDay_namesAPerDayQuota() {
        Quotas quotas = quotas(Control.none().withRequestsPerDay(1));
        assertThat(quotas.take("gemini-x", 1)).isEmpty();
        pass(3_600_000);
        assertThat(body(quotas.take("gemini-x", 1))).contains("PerDay");
    }

    private Quotas quotas(Control control) {
        return new Quotas(control, nanos::get);
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    private static String body(Optional<ApiError> error) {
        return error.orElseThrow().body();
    }
}
