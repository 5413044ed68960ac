package dev.gleaner.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.CacheReply;
import dev.gleaner.model.FailureKind;
import dev.gleaner.testing.ManualScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptCacheTest {
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final String CREATE = "create {}";
    private static final String A = "cachedContents/a";
    private static final String B = "cachedContents/b";

    private final ManualScheduler time = new ManualScheduler();
    private final ScriptedCacheClient endpoint = new ScriptedCacheClient();
    private final ScriptedPurse purse = new ScriptedPurse();
    // Without chance, a delay is the longest that it can be.
    private final PromptCache cache =
            new PromptCache(
                    endpoint,
                    "{}".getBytes(StandardCharsets.UTF_8),
                    TTL,
                    purse,
                    time,
                    () -> 0.999_999);

    @BeforeEach
    void start() {
        cache.start();
    }

    @Test
    void callsGoWithoutUntilItIsThere() {
        assertThat(cache.name()).isNull();

        endpoint.live(A);

        assertThat(cache.name()).isEqualTo(A);
        assertThat(endpoint.requests).containsExactly(CREATE);
    }

    @Test
    void it_isRenewedWheneverHalfItsTimeHasPassed() {
        endpoint.live(A);

        time.advance(Duration.ofMinutes(5).minusNanos(1));
        assertThat(endpoint.requests).hasSize(1);
        time.advance(Duration.ofNanos(1));
        endpoint.live(A);
        time.advance(Duration.ofMinutes(5));
        endpoint.live(A);
        time.advance(Duration.ofMinutes(4));

        assertThat(endpoint.requests)
                .containsExactly(CREATE, "renew " + A + " PT10M", "renew " + A + " PT10M");
        assertThat(cache.name()).isEqualTo(A);
    }

    @Test
    void lostByManyCalls_isMadeAgainOnce() {
        endpoint.live(A);
        time.advance(Duration.ofMinutes(2));

        for (int call = 0; call < 100; call++) {
            cache.lost(A);
        }

        assertThat(cache.name()).isNull();
        assertThat(endpoint.requests).containsExactly(CREATE, "delete " + A, CREATE);
        endpoint.reply(new CacheReply.Gone());
        endpoint.live(B);
        cache.lost(A);
        assertThat(cache.name()).as("late news of the first").isEqualTo(B);
    }

    @Test
    void lostSoonAgainAndAgain_isMadeAgainLaterAndLater() {
        endpoint.live(A);
        for (int seconds = 1; seconds <= 16; seconds *= 2) {
            int asked = creations();
            cache.lost(A);
            endpoint.reply(new CacheReply.Gone());
            time.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(creations()).isEqualTo(asked);
            time.advance(Duration.ofMillis(1));
            assertThat(creations()).isEqualTo(asked + 1);
            endpoint.live(A);
        }
    }

    @Test
    void lostWhileBeingRenewed_isMadeAgainAndTheRenewalForgotten() {
        endpoint.live(A);
        time.advance(Duration.ofMinutes(5));
        cache.lost(A);

        endpoint.live(A); // the renewal
        assertThat(cache.name()).isNull();
        endpoint.reply(new CacheReply.Gone()); // the deletion
        endpoint.live(B);

        assertThat(cache.name()).isEqualTo(B);
        time.advance(Duration.ofMinutes(5));
        assertThat(endpoint.requests).last().isEqualTo("renew " + B + " PT10M");
    }

    @Test
    void goneWhenRenewed_isMadeAgain() {
        endpoint.live(A);
        time.advance(Duration.ofMinutes(5));

        endpoint.reply(new CacheReply.Gone());

        assertThat(cache.name()).isNull();
        assertThat(endpoint.requests).last().isEqualTo(CREATE);
    }

    @Test
    void failedCreation_isTriedAgainLaterAndLaterAndNeverRarerThanEveryFiveMinutes() {
        int asked = 0;
        for (int seconds : List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300)) {
            endpoint.reply(failed(FailureKind.OVERLOADED));
            asked++;
            time.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(creations()).isEqualTo(asked);
            time.advance(Duration.ofMillis(1));
            assertThat(creations()).isEqualTo(asked + 1);
        }
        endpoint.live(A);

        assertThat(cache.name()).isEqualTo(A);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"REQUEST_REJECTED", "CONFIGURATION_REJECTED", "MODEL_NOT_FOUND", "NO_QUOTA"})
    void refusedContent_isLeftAtThat(FailureKind kind) {
        endpoint.reply(failed(kind));

        time.advance(Duration.ofDays(1));

        assertThat(endpoint.requests).hasSize(1);
        assertThat(time.pending()).isZero();
        assertThat(cache.name()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"API_KEY_REJECTED", "CREDIT_EXHAUSTED", "NOT_GEMINI", "RATE_LIMITED"})
    void whatMayPass_isTriedAgain(FailureKind kind) {
        endpoint.reply(failed(kind));

        time.advance(Duration.ofSeconds(2));

        assertThat(endpoint.requests).hasSize(2);
    }

    @Test
    void failedRenewal_isTriedAgainAndUsedUntilItExpires() {
        endpoint.live(A);
        time.advance(Duration.ofMinutes(5));
        endpoint.reply(failed(FailureKind.SERVER_ERROR));
        assertThat(cache.name()).isEqualTo(A);

        time.advance(Duration.ofSeconds(1));
        assertThat(endpoint.requests).last().isEqualTo("renew " + A + " PT10M");
        endpoint.live(A);
        time.advance(Duration.ofMinutes(5));

        assertThat(cache.name()).as("as renewed").isEqualTo(A);
    }

    @Test
    void endlesslyFailingRenewal_endsInANewOne() {
        endpoint.live(A);
        time.advance(Duration.ofMinutes(5));
        for (int attempt = 0; creations() == 1; attempt++) {
            assertThat(attempt).isLessThan(20);
            assertThat(cache.name()).isEqualTo(A);
            endpoint.reply(failed(FailureKind.SERVER_ERROR));
            time.advance(Duration.ofMinutes(5).minusSeconds(1L << Math.min(attempt, 8)));
        }

        assertThat(cache.name()).isNull();
        endpoint.live(B);
        assertThat(cache.name()).isEqualTo(B);
    }

    @Test
    void refusedRenewal_isNotRepeatedAndEndsInANewOne() {
        endpoint.live(A);
        time.advance(Duration.ofMinutes(5));
        endpoint.reply(failed(FailureKind.REQUEST_REJECTED));
        int asked = endpoint.requests.size();

        time.advance(Duration.ofMinutes(5).minusNanos(1));
        assertThat(endpoint.requests).hasSize(asked);
        assertThat(cache.name()).isEqualTo(A);
        time.advance(Duration.ofNanos(1));

        assertThat(cache.name()).isNull();
        assertThat(endpoint.requests).hasSize(asked + 1).last().isEqualTo(CREATE);
    }

    @Test
    void silentRenewal_isNotUsedForLongerThanItLives() {
        endpoint.live(A);

        time.advance(TTL.minusNanos(1));
        assertThat(cache.name()).isEqualTo(A);
        time.advance(Duration.ofNanos(1));

        assertThat(cache.name()).isNull();
    }

    @Test
    void timeOfTheCreationItself_countsToo() {
        time.advance(Duration.ofMinutes(1));
        endpoint.live(A);

        time.advance(Duration.ofMinutes(9));

        assertThat(cache.name()).isNull();
    }

    @Test
    @Timeout(20)
    void close_deletesItAndClosesTheClient() throws Exception {
        endpoint.live(A);

        Thread closing = new Thread(cache::close);
        closing.start();
        closing.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(closing.isAlive()).as("though nobody answers").isFalse();
        assertThat(endpoint.requests).last().isEqualTo("delete " + A);
        assertThat(endpoint.closed).isTrue();
        assertThat(cache.name()).isNull();
        assertThat(time.pending()).isZero();
    }

    @Test
    void closedBeforeItIsThere_isDeletedOnceItIs() {
        Thread.currentThread().interrupt(); // so that close does not wait

        cache.close();
        assertThat(Thread.interrupted()).isTrue();
        endpoint.live(A);

        assertThat(endpoint.requests).containsExactly(CREATE, "delete " + A);
        assertThat(cache.name()).isNull();
    }

    @Test
    void closed_doesNothingMore() {
        endpoint.reply(failed(FailureKind.REQUEST_REJECTED));
        cache.close();
        cache.close();
        cache.start();
        cache.lost(A);
        time.advance(Duration.ofDays(1));

        assertThat(endpoint.requests).hasSize(1);
        assertThat(endpoint.closed).isTrue();
    }

    @Test
    void creation_isPaidForByTheTokensOfTheAnswer_forTheWholeTime() {
        assertThat(purse.asides).containsExactly(new CacheUse(2, 2, TTL)); // bytes of the body
        assertThat(purse.paid).isEmpty();

        endpoint.live(A);

        assertThat(purse.paid).containsExactly(new CacheUse(5_000, 5_000, TTL));
        assertThat(purse.open()).isZero();
    }

    @Test
    void creationWithoutACount_isPaidForAtMost() {
        endpoint.reply(new CacheReply.Live(A, null, 0));

        assertThat(purse.paid).containsExactly(new CacheUse(2, 2, TTL));
    }

    @Test
    void renewal_paysForTheTimeThatItAdds() {
        endpoint.live(A);
        time.advance(Duration.ofMinutes(5));
        endpoint.live(A);
        time.advance(Duration.ofMinutes(5));
        endpoint.reply(failed(FailureKind.SERVER_ERROR));
        time.advance(Duration.ofSeconds(1));
        endpoint.live(A);

        Duration delay = Duration.ofNanos(999_999_499);
        assertThat(purse.paid)
                .containsExactly(
                        new CacheUse(5_000, 5_000, TTL),
                        new CacheUse(0, 5_000, Duration.ofMinutes(5)),
                        CacheUse.NONE,
                        new CacheUse(0, 5_000, Duration.ofMinutes(5).plus(delay)));
        assertThat(purse.open()).isZero();
    }

    @Test
    void failedCreation_costsNothing_unlessItMayBeThere() {
        endpoint.reply(failed(FailureKind.OVERLOADED));
        time.advance(Duration.ofSeconds(1));
        endpoint.reply(failed(FailureKind.ATTEMPT_TIMEOUT));

        assertThat(purse.paid).containsExactly(CacheUse.NONE, new CacheUse(2, 2, TTL));
        assertThat(purse.open()).isZero();
    }

    @Test
    void withoutMoney_nothingIsCreated_untilThereIs() {
        endpoint.live(A);
        time.advance(Duration.ofMinutes(2));
        purse.empty = true;
        cache.lost(A);
        endpoint.reply(new CacheReply.Gone());

        time.advance(Duration.ofDays(1));
        assertThat(creations()).isEqualTo(1);
        assertThat(cache.name()).isNull();
        purse.empty = false;
        time.advance(Duration.ofMinutes(5));

        endpoint.live(B);
        assertThat(cache.name()).isEqualTo(B);
        assertThat(purse.open()).isZero();
    }

    @Test
    void withoutMoney_itIsNotRenewedAndEnds() {
        endpoint.live(A);
        purse.empty = true;

        time.advance(TTL.minusNanos(1));
        assertThat(cache.name()).as("it is paid for").isEqualTo(A);
        time.advance(Duration.ofHours(1));

        assertThat(cache.name()).isNull();
        assertThat(endpoint.requests).containsExactly(CREATE);
    }

    @Test
    void moneyThatComesBeforeItExpires_letsItLiveOn() {
        endpoint.live(A);
        purse.empty = true;
        time.advance(Duration.ofMinutes(6));
        purse.empty = false;

        time.advance(Duration.ofMinutes(3));
        endpoint.live(A);
        time.advance(Duration.ofMinutes(3));

        assertThat(endpoint.requests).containsExactly(CREATE, "renew " + A + " PT10M");
        assertThat(cache.name()).isEqualTo(A);
    }

    @Test
    void createdAfterTheClose_isPaidForToo() {
        Thread.currentThread().interrupt(); // so that close does not wait
        cache.close();
        assertThat(Thread.interrupted()).isTrue();

        endpoint.live(A);

        assertThat(purse.paid).containsExactly(new CacheUse(5_000, 5_000, TTL));
    }

    private int creations() {
        return (int) endpoint.requests.stream().filter(CREATE::equals).count();
    }

    private static CacheReply failed(FailureKind kind) {
        return new CacheReply.Failed(kind, "it says so");
    }
}
