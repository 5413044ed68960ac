package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.limit.ClosedLoop.Server;
import dev.gleaner.limit.ClosedLoop.Span;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit against servers of several kinds, for minutes of virtual time. */
class CubicLimitSimulationTest {
    private static final int CAPACITY = 1_000;
    private static final Duration LATENCY = Duration.ofMillis(500);
    private static final long SEED = 20_261_125;

    @Test
    void coldStart_isAtNineTenths_withinTwelveRoundTrips() {
        ClosedLoop loop = loop(slots(() -> CAPACITY, 1));
        loop.rounds(11);
        assertThat(loop.rounds(1).served()).isGreaterThan(900);
    }

    @ParameterizedTest(name = "refused after {0} ms")
    @ValueSource(ints = {1, 50, 500})
    void slots_areUsedUp_withFewRefusals(int refusalMillis) {
        ClosedLoop loop = loop(slots(() -> 100, refusalMillis));
        loop.rounds(15);
        Span span = loop.rounds(300);
        assertThat(span.perSecond()).isGreaterThan(0.95 * 200);
        assertThat(span.refusedShare()).isLessThan(0.03);
    }

    @ParameterizedTest(name = "refused after {0} ms")
    @ValueSource(ints = {1, 50})
    void slotsThatBecomeFewer_areFound_withinSixRoundTrips(int refusalMillis) {
        AtomicLong slots = new AtomicLong(CAPACITY);
        ClosedLoop loop = loop(slots(slots::get, refusalMillis));
        loop.rounds(30);
        slots.set(250);
        loop.rounds(6);
        assertThat(loop.limit()).isBetween(180, 275);
        Span span = loop.rounds(20);
        assertThat(span.perSecond()).isGreaterThan(0.9 * 500);
        assertThat(span.refusedShare()).isLessThan(0.03);
    }

    @ParameterizedTest(name = "{0} round trips after the decrease")
    @ValueSource(ints = {1, 3, 5, 8, 20})
    void slotsThatBecomeMore_areFound_withinTwentyRoundTrips(int later) {
        AtomicLong slots = new AtomicLong(250);
        ClosedLoop loop = loop(slots(slots::get, 1));
        loop.rounds(20 + later);
        slots.set(CAPACITY);
        loop.rounds(19);
        assertThat(loop.rounds(1).served()).isGreaterThan(900);
    }

    @ParameterizedTest(name = "says how long to wait: {0}")
    @ValueSource(booleans = {false, true})
    void quota_isUsedUp_withFewRefusals(boolean says) {
        ClosedLoop loop = loop(quota(200, says));
        loop.rounds(30);
        Span span = loop.rounds(300);
        assertThat(span.perSecond()).isGreaterThan(0.95 * 200);
        assertThat(span.refusedShare()).isLessThan(0.03);
    }

    @ParameterizedTest(name = "{0} of all are refused")
    @ValueSource(doubles = {0.01, 0.03, 0.1, 0.25})
    void refusalsThatLoadIsNotTheCauseOf_doNotBringTheLimitDown(double share) {
        ClosedLoop loop = loop(slotsAndLuck(Integer.MAX_VALUE, share));
        loop.rounds(120);
        assertThat(loop.limit()).isGreaterThan(700);
        assertThat(loop.rounds(100).refusedShare()).isBetween(share * 0.9, share * 1.1);
    }

    @ParameterizedTest(name = "{1} of all are refused, and those above {0}")
    @CsvSource({"300, 0.01", "300, 0.03", "100, 0.01"})
    void slots_areFound_behindRefusalsThatLoadIsNotTheCauseOf(int slots, double share) {
        ClosedLoop loop = loop(slotsAndLuck(slots, share));
        loop.rounds(60);
        Span span = loop.rounds(200);
        assertThat(span.perSecond()).isGreaterThan(0.85 * slots * 2);
        assertThat(span.refusedShare()).isLessThan(share + 0.1);
    }

    private static ClosedLoop loop(Server server) {
        return new ClosedLoop(CAPACITY, LATENCY, server, SEED);
    }

    private static Server slots(LongSupplier slots, int refusalMillis) {
        return new Server() {
            @Override
            public boolean takes(int busy, double random, long nanoTime) {
                return busy < slots.getAsLong();
            }

            @Override
            public Duration refusal() {
                return Duration.ofMillis(refusalMillis);
            }
        };
    }

    private static Server slotsAndLuck(int slots, double share) {
        return new Server() {
            @Override
            public boolean takes(int busy, double random, long nanoTime) {
                return busy < slots && random >= share;
            }

            @Override
            public Duration refusal() {
                return LATENCY;
            }
        };
    }

    private static Server quota(double perSecond, boolean says) {
        TokenBucket bucket = new TokenBucket(perSecond, 0);
        return new Server() {
            @Override
            public boolean takes(int busy, double random, long nanoTime) {
                boolean there = bucket.nanosUntil(1, nanoTime) == 0;
                bucket.take(there ? 1 : 0);
                return there;
            }

            @Override
            public long retryAfterNanos(long nanoTime) {
                return says ? bucket.nanosUntil(1, nanoTime) : 0;
            }
        };
    }
}
