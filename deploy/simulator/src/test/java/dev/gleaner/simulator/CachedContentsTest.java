package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CachedContentsTest {

    private static final ApiScope GEMINI_API = new ApiScope("v1beta", false, "");
    private static final ApiScope VERTEX = new ApiScope("v1", true, "projects/p/locations/l");
    private static final Lifetime MINUTE = new Lifetime(Duration.ofMinutes(1), null);

    private final Time time = new Time();
    private final CachedContents caches = new CachedContents(time, 1);

    @Test
    void create_manyTimes_namesDiffer() {
        assertThat(caches.create(GEMINI_API, draft()).name())
                .isNotEqualTo(caches.create(GEMINI_API, draft()).name());
        assertThat(new CachedContents(time, 2).create(GEMINI_API, draft()).name())
                .isNotEqualTo(new CachedContents(time, 3).create(GEMINI_API, draft()).name());
    }

    @Test
    void use_untilItsEnd_notLonger() throws Exception {
        String name = caches.create(GEMINI_API, draft()).name();
        time.now = time.now.plusSeconds(60).minusNanos(1);
        assertThat(caches.use(name, Envelope.VERTEX).name()).isEqualTo(name);
        time.now = time.now.plusNanos(1);
        assertThat(refusal(() -> caches.use(name, Envelope.VERTEX)).status()).isEqualTo(404);
        assertThat(caches.stats()).isEqualTo(new SimulatorStats.Caches(1, 0, 0, 1, 0));
    }

    @Test
    void renew_beforeItsEnd_countsFromNow() throws Exception {
        String name = caches.create(GEMINI_API, draft()).name();
        time.now = time.now.plusSeconds(50);
        assertThat(caches.renew(name, MINUTE, Envelope.VERTEX).expires())
                .isEqualTo(time.now.plusSeconds(60));
    }

    @Test
    void renew_afterItsEnd_isRefused() {
        String name = caches.create(VERTEX, draft()).name();
        time.now = time.now.plusSeconds(60);
        ApiError refusal = refusal(() -> caches.renew(name, MINUTE, Envelope.VERTEX));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.body()).contains("The cache content " + name + " has expired.");
        assertThat(caches.stats().renewed()).isZero();
    }

    @Test
    void list_namesThoseOfItsProjectThatAreThere() {
        caches.create(GEMINI_API, draft());
        String name = caches.create(VERTEX, draft()).name();
        assertThat(caches.list(VERTEX)).extracting(CachedContent::name).containsExactly(name);
        time.now = time.now.plusSeconds(60);
        assertThat(caches.list(VERTEX)).isEmpty();
    }

    @Test
    void forget_leavesNoneAndCountsNoDeletion() {
        String name = caches.create(GEMINI_API, draft()).name();
        caches.forget();
        assertThat(refusal(() -> caches.get(name, Envelope.GEMINI_API)).status()).isEqualTo(403);
        assertThat(caches.stats()).isEqualTo(new SimulatorStats.Caches(1, 0, 0, 0, 0));
    }

    private static CacheBody.Draft draft() {
        return new CacheBody.Draft(
                "gemini-3-flash",
                "",
                MissingNode.getInstance(),
                MissingNode.getInstance(),
                TokenCounts.ofText(7),
                MINUTE);
    }

    private static ApiError refusal(ThrowingCallable call) {
        return catchThrowableOfType(RejectedRequestException.class, call).error();
    }

    private static final class Time extends Clock {

        private Instant now = Instant.parse("2026-11-24T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
