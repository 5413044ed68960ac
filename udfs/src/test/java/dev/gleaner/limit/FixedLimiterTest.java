package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FixedLimiterTest {
    private final Deque<Permit> granted = new ArrayDeque<>();

    @Test
    void acquire_belowLimit_isGrantedAtOnce() {
        FixedLimiter limiter = new FixedLimiter(2);
        assertThat(limiter.acquire(granted::add).isWaiting()).isFalse();
        assertThat(granted).hasSize(1);
        assertThat(limiter.inFlight()).isEqualTo(1);
    }

    @Test
    void acquire_atLimit_waitsInFifoOrder() {
        FixedLimiter limiter = new FixedLimiter(1);
        List<String> order = new ArrayList<>();
        limiter.acquire(granted::add);
        for (String name : List.of("a", "b", "c")) {
            limiter.acquire(
                    permit -> {
                        order.add(name);
                        granted.add(permit);
                    });
        }
        assertThat(limiter.waiting()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            granted.remove().release(Permit.Sample.SERVED);
        }
        assertThat(order).containsExactly("a", "b", "c");
        assertThat(limiter.waiting()).isZero();
    }

    @Test
    void release_twice_countsOnce() {
        FixedLimiter limiter = new FixedLimiter(1);
        limiter.acquire(granted::add);
        Permit permit = granted.remove();
        permit.release(Permit.Sample.SERVED);
        permit.release(Permit.Sample.SERVED);
        limiter.acquire(granted::add);
        assertThat(limiter.acquire(granted::add).isWaiting()).isTrue();
        assertThat(limiter.inFlight()).isEqualTo(1);
    }

    @Test
    void cancel_whileWaiting_leavesTheQueue() {
        FixedLimiter limiter = new FixedLimiter(1);
        limiter.acquire(granted::add);
        Waiter gone = limiter.acquire(permit -> assertThat(permit).isNull());
        Waiter stays = limiter.acquire(granted::add);
        assertThat(gone.cancel()).isTrue();
        assertThat(gone.cancel()).isFalse();
        granted.remove().release(Permit.Sample.UNKNOWN);
        assertThat(stays.isWaiting()).isFalse();
        assertThat(limiter.waiting()).isZero();
    }

    @Test
    void cancel_afterTheGrant_preventsNothing() {
        FixedLimiter limiter = new FixedLimiter(1);
        assertThat(limiter.acquire(granted::add).cancel()).isFalse();
    }

    @Test
    void release_withinTheGrant_ofALongQueue_keepsTheStackShort() {
        FixedLimiter limiter = new FixedLimiter(1);
        AtomicInteger done = new AtomicInteger();
        limiter.acquire(granted::add);
        for (int i = 0; i < 100_000; i++) {
            limiter.acquire(
                    permit -> {
                        done.incrementAndGet();
                        permit.release(Permit.Sample.UNKNOWN);
                    });
        }
        granted.remove().release(Permit.Sample.UNKNOWN);
        assertThat(done).hasValue(100_000);
        assertThat(limiter.inFlight()).isZero();
    }

    @Test
    void manyThreads_neverExceedTheLimit_andLoseNoPermit() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("FixedLimiterTest seed " + seed);
        FixedLimiter limiter = new FixedLimiter(7);
        AtomicInteger out = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            Random random = new Random(seed + t);
            threads.execute(
                    () -> {
                        for (int i = 0; i < 25_000; i++) {
                            use(limiter, random.nextInt(10), threads, out, peak, ended);
                        }
                    });
        }
        while (ended.get() < 100_000) {
            Thread.onSpinWait();
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(peak.get()).isLessThanOrEqualTo(7);
        assertThat(limiter.inFlight()).isZero();
        assertThat(limiter.waiting()).isZero();
    }

    private static void use(
            FixedLimiter limiter,
            int dice,
            ExecutorService threads,
            AtomicInteger out,
            AtomicInteger peak,
            AtomicInteger ended) {
        Waiter waiter =
                limiter.acquire(
                        permit -> {
                            peak.accumulateAndGet(out.incrementAndGet(), Math::max);
                            Runnable end =
                                    () -> {
                                        out.decrementAndGet();
                                        permit.release(Permit.Sample.SERVED);
                                        permit.release(Permit.Sample.SERVED);
                                        ended.incrementAndGet();
                                    };
                            if (dice < 5) {
                                end.run();
                            } else {
                                threads.execute(end);
                            }
                        });
        if (dice == 9 && waiter.cancel()) {
            ended.incrementAndGet();
        }
    }

    @Test
    void limit_belowOne_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FixedLimiter(0))
                .withMessageContaining("async.limit");
    }
}
