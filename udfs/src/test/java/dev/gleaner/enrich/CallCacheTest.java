package dev.gleaner.enrich;

import static dev.gleaner.testing.ScriptedClient.answer;
import static dev.gleaner.testing.ScriptedClient.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.FallbackReason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What calls cost, and keep, whose constant part is cached at the endpoint. */
class CallCacheTest {
    private static final int PREFIX = 10_000;

    @Test
    void whatIsCached_isReservedToo_forItIsPaidFor() {
        // The prompt's 10,000 bytes at 1,000, and an answer of 8,192 tokens at 10,000.
        long call = PREFIX * 1_000L + 8_192 * 10_000L;
        CallFixture fixture =
                fixture(
                        new BudgetSettings(0, 0, 2 * call, BudgetAction.HOLD),
                        route("gemini-3.5-flash"));
        fixture.call();
        fixture.call();
        assertThat(fixture.endpoint.bodies().get(0))
                .contains("\"cachedContent\":\"cachedContents/a\"")
                .hasSizeLessThan(PREFIX);
        assertThat(fixture.endpoint.open()).isEqualTo(1);
        assertThat(fixture.limiter.waiting()).isEqualTo(1);
    }

    @Test
    void nothingIsCachedForAModel_beforeACallGoesThere() {
        CallFixture fixture =
                fixture(
                        BudgetSettings.NONE,
                        route("gemini-3.5-flash"),
                        route("second", FallbackReason.BLOCKED));
        fixture.call();
        fixture.endpoint.reply(answer("{\"n\":1}", "STOP"));
        fixture.time.advance(Duration.ofHours(3));
        assertThat(fixture.cached).containsExactly("gemini-3.5-flash");
        fixture.call();
        fixture.endpoint.reply(failed(FailureKind.PROMPT_BLOCKED, null));
        assertThat(fixture.cached).containsExactly("gemini-3.5-flash", "second");
        assertThat(fixture.fallback.bodies().get(0)).contains("cachedContents/a");
    }

    private static RouteSettings route(String model, FallbackReason... reasons) {
        RouteSettings usual = CallFixture.route(model, "env:KEY");
        return new RouteSettings(
                usual.endpoint(),
                new RequestSettings("x".repeat(PREFIX), List.of(), AnswerFormat.JSON, "{}", "{}"),
                null,
                Set.of(reasons));
    }

    private static CallFixture fixture(BudgetSettings budget, RouteSettings... routes) {
        return new CallFixture(
                new UsualSettings()
                        .routes(routes)
                        .budget(budget)
                        .cacheTtl(Duration.ofHours(1))
                        .get(),
                true);
    }
}
