package dev.gleaner.limit;

import dev.gleaner.limit.Permit.Sample;
import dev.gleaner.limit.Permit.Settlement;
import dev.gleaner.testing.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;

/**
 * A limiter, as many records as are wanted, and a model of a server, in virtual time. Answers take
 * the latency, give or take a fifth; a record whose attempt is refused comes again after half a
 * second to a second.
 */
final class ClosedLoop {
    private final ManualScheduler time = new ManualScheduler();
    private final SplittableRandom random;
    private final Limiter limiter;
    private final Server server;
    private final Duration latency;
    private int busy;
    private long served;
    private long refused;

    /** What a server makes of a request. */
    interface Server {
        /** Whether it does the work, given how many others it is at work on. */
        boolean takes(int busy, double random, long nanoTime);

        /** How long it takes to refuse. */
        default Duration refusal() {
            return Duration.ofMillis(1);
        }

        /** How long it asks to wait after a refusal, in nanoseconds; 0 if it does not say. */
        default long retryAfterNanos(long nanoTime) {
            return 0;
        }
    }

    /** What happened in a span of time. */
    record Span(long served, long refused, Duration time) {
        double perSecond() {
            return served / (time.toNanos() / 1e9);
        }

        double refusedShare() {
            return (double) refused / (served + refused);
        }
    }

    ClosedLoop(int capacity, Duration latency, Server server, long seed) {
        this.latency = latency;
        this.server = server;
        random = new SplittableRandom(seed);
        InstantSource clock = () -> Instant.EPOCH.plusNanos(time.nanoTime());
        limiter =
                new Limiter(
                        settings(capacity),
                        Ledger.EMPTY,
                        Share.WHOLE,
                        new Surroundings(new EndpointHealth(), time, clock, random::nextDouble));
        for (int i = 0; i < capacity; i++) {
            next();
        }
    }

    static LimitSettings settings(int concurrency) {
        return new LimitSettings(
                concurrency,
                0,
                concurrency,
                QuotaSettings.NONE,
                BudgetSettings.NONE,
                PriceTable.EMPTY);
    }

    Span run(Duration span) {
        long servedBefore = served;
        long refusedBefore = refused;
        time.advance(span);
        return new Span(served - servedBefore, refused - refusedBefore, span);
    }

    /** Runs for so many round trips. */
    Span rounds(double n) {
        return run(Duration.ofNanos((long) (latency.toNanos() * n)));
    }

    int limit() {
        return limiter.limit();
    }

    private void next() {
        limiter.acquire(Demand.NONE, new OneRecord());
    }

    private final class OneRecord implements Applicant {
        @Override
        public void granted(Permit permit) {
            if (server.takes(busy, random.nextDouble(), time.nanoTime())) {
                busy++;
                double some = 0.8 + 0.4 * random.nextDouble();
                time.schedule(
                        () -> end(permit), Duration.ofNanos((long) (latency.toNanos() * some)));
            } else {
                time.schedule(() -> refuse(permit), server.refusal());
            }
        }

        private void end(Permit permit) {
            busy--;
            served++;
            permit.release(new Settlement(Sample.SERVED, 0, 0));
            next();
        }

        private void refuse(Permit permit) {
            refused++;
            long pause = server.retryAfterNanos(time.nanoTime());
            if (pause > 0) {
                limiter.pause(Duration.ofNanos(pause));
            }
            permit.release(new Settlement(Sample.OVERLOADED, 0, 0));
            time.schedule(
                    () -> limiter.acquire(Demand.NONE, this),
                    Duration.ofMillis(500 + random.nextInt(500)));
        }

        @Override
        public void refused(Refusal refusal) {
            throw new AssertionError(refusal);
        }

        @Override
        public boolean givesUp() {
            return false;
        }
    }
}
