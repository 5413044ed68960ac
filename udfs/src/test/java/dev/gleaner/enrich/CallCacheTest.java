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
    void whatIsCached_isPaidFromTheBudgetOfTheCalls() {
        CallFixture fixture =
                fixture(
                        new BudgetSettings(0, 0, 1_000_000_000, BudgetAction.HOLD),
                        route("gemini-3.5-flash"));
        fixture.cachedTokens = 100;
        fixture.call();
        // 100 tokens at 1,000, and kept for an hour at 3,600
        assertThat(fixture.limiter.ledger().totalSpent()).isEqualTo(460_000);
        fixture.time.advance(Duration.ofMinutes(30));
        assertThat(fixture.limiter.ledger().totalSpent())
                .as("and for another half")
                .isEqualTo(640_000);
        fixture.time.advance(Duration.ofMinutes(30));
        assertThat(fixture.limiter.ledger().totalSpent()).isEqualTo(820_000);
    }

    @Test
    void whatTheBudgetDoesNotCover_isNotCached_andTheCallGoesWithout() {
        CallFixture fixture =
                fixture(
                        new BudgetSettings(0, 0, PREFIX * 4_600L, BudgetAction.HOLD),
                        route("gemini-3.5-flash"));
        fixture.call();
        assertThat(fixture.cached).isEmpty();
        assertThat(fixture.endpoint.bodies().get(0))
                .doesNotContain("cachedContent")
                .hasSizeGreaterThan(PREFIX);
        fixture.endpoint.reply(answer("{\"n\":1}", "STOP"));
        assertThat(fixture.result().failure()).isNull();
    }

    @Test
    void budgetThatIsSpent_letsTheCacheEnd() {
        long cache = PREFIX * 4_700L;
        CallFixture fixture =
                fixture(
                        new BudgetSettings(0, 0, cache, BudgetAction.DEAD_LETTER),
                        route("gemini-3.5-flash"));
        fixture.cachedTokens = (int) (cache / 4_600);
        fixture.call();
        fixture.endpoint.reply(answer("{\"n\":1}", "STOP"));
        long spent = fixture.limiter.ledger().totalSpent();
        fixture.time.advance(Duration.ofHours(3));
        assertThat(fixture.limiter.ledger().totalSpent()).isEqualTo(spent);
        assertThat(fixture.cached).hasSize(1);
        assertThat(fixture.routes.first().cachedContent()).isNull();
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
