package dev.gleaner.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.limit.Permit.Sample;
import dev.gleaner.limit.Permit.Settlement;
import dev.gleaner.time.ThreadScheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Real threads, every way an attempt can end, and pauses, outages and impatience in between. */
class LimiterStressTest {
    private static final int OUTCOMES = 100_000;
    private static final int THREADS = 4;
    private static final int MAX = 50;

    private final long seed = new SplittableRandom().nextLong();
    private final ExecutorService others = Executors.newFixedThreadPool(2);
    private final EndpointHealth health = new EndpointHealth();
    private final AtomicInteger out = new AtomicInteger();
    private final AtomicInteger mostOut = new AtomicInteger();
    private final AtomicLong grants = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(OUTCOMES);

    @Test
    void everyApplicant_isToldOnce_andEveryPermitComesBack() throws InterruptedException {
        System.out.println("LimiterStressTest seed " + seed);
        try (ThreadScheduler time = new ThreadScheduler("stress")) {
            Limiter limiter =
                    new Limiter(
                            ClosedLoop.settings(MAX),
                            Ledger.EMPTY,
                            Share.WHOLE,
                            new Surroundings(
                                    health,
                                    time,
                                    Clock.systemUTC(),
                                    ThreadLocalRandom.current()::nextDouble));
            Thread[] threads = new Thread[THREADS];
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                threads[i] = new Thread(() -> ask(limiter, time, random), "applicants-" + i);
                threads[i].start();
            }
            assertThat(ended.await(60, TimeUnit.SECONDS)).as("seed %d", seed).isTrue();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(limiter.inFlight()).isZero();
            assertThat(limiter.waiting()).isZero();
        }
        others.shutdown();
        assertThat(grants.get() + refusals.get()).isEqualTo(OUTCOMES);
        assertThat(mostOut.get()).isBetween(2, MAX);
        assertThat(out.get()).isZero();
    }

    private void ask(Limiter limiter, ThreadScheduler time, SplittableRandom random) {
        for (int i = 0; i < OUTCOMES / THREADS; i++) {
            if (random.nextInt(1_000) == 0) {
                limiter.pause(Duration.ofNanos(random.nextInt(1_000_000)));
            }
            limiter.acquire(Demand.NONE, new Random(time, random.split()));
        }
    }

    private final class Random implements Applicant {
        private final ThreadScheduler time;
        private final SplittableRandom random;
        private final AtomicInteger told = new AtomicInteger();
        private final boolean impatient;

        Random(ThreadScheduler time, SplittableRandom random) {
            this.time = time;
            this.random = random;
            impatient = random.nextInt(100) == 0;
        }

        @Override
        public void granted(Permit permit) {
            toldOnce();
            grants.incrementAndGet();
            mostOut.accumulateAndGet(out.incrementAndGet(), Math::max);
            Runnable end = () -> end(permit);
            switch (random.nextInt(3)) {
                case 0 -> end.run();
                case 1 -> time.schedule(end, Duration.ofNanos(random.nextInt(100_000)));
                default -> others.execute(end);
            }
        }

        private void end(Permit permit) {
            Sample[] samples = Sample.values();
            // Mostly served, or the limit would end at one.
            Sample sample = random.nextInt(10) > 0 ? Sample.SERVED : samples[random.nextInt(3)];
            if (sample == Sample.SERVED) {
                health.answered();
            } else {
                health.failed(new EndpointHealth.Witness(health), false, time.nanoTime());
            }
            out.decrementAndGet();
            for (int times = 1 + random.nextInt(2); times > 0; times--) {
                permit.release(new Settlement(sample, random.nextInt(9), random.nextInt(9)));
            }
            ended.countDown();
        }

        @Override
        public void refused(Refusal refusal) {
            toldOnce();
            refusals.incrementAndGet();
            ended.countDown();
        }

        private void toldOnce() {
            if (told.incrementAndGet() != 1) {
                throw new AssertionError("told twice");
            }
        }

        @Override
        public boolean givesUp() {
            return impatient;
        }
    }
}
