package dev.gleaner.enrich;

import dev.gleaner.gate.Gate;
import dev.gleaner.gemini.FinishReason;
import dev.gleaner.limit.EndpointHealth;
import dev.gleaner.limit.Limiter;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Usage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.jspecify.annotations.Nullable;

/** Counts what the calls of one subtask do, for Flink's reporters. Thread-safe. */
final class EnrichmentMetrics {
    private static final String GROUP = "gleaner";
    private static final int WINDOW = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<EnrichmentMetric, Counter> counters = new EnumMap<>(EnrichmentMetric.class);
    private final Map<FailureKind, Counter> failures = new EnumMap<>(FailureKind.class);

    private final UnknownReasons unknownReasons = new UnknownReasons();

    private final Histogram attemptDuration = new DescriptiveStatisticsHistogram(WINDOW);
    private final Histogram firstToken = new DescriptiveStatisticsHistogram(WINDOW);
    private final Histogram callDuration = new DescriptiveStatisticsHistogram(WINDOW);

    EnrichmentMetrics(
            MetricGroup operator, Routes routes, Gate gate, KeyOrder order, Acceptance acceptance) {
        Limiter limiter = routes.first().limiter();
        EndpointHealth health = routes.first().health();
        MetricGroup group = operator.addGroup(GROUP);
        for (EnrichmentMetric metric : EnrichmentMetric.values()) {
            if (metric.type() == EnrichmentMetric.Type.COUNTER) {
                Counter counter =
                        metric == EnrichmentMetric.COST
                                ? new CostCounter(limiter)
                                : new AddingCounter();
                counters.put(metric, group.counter(metric.metricName(), counter));
            }
        }
        MetricGroup kinds = group.addGroup("failures");
        for (FailureKind kind : FailureKind.values()) {
            failures.put(kind, kinds.counter(kind.name(), new AddingCounter()));
        }
        group.histogram(EnrichmentMetric.ATTEMPT_DURATION.metricName(), attemptDuration);
        group.histogram(EnrichmentMetric.FIRST_TOKEN.metricName(), firstToken);
        group.histogram(EnrichmentMetric.CALL_DURATION.metricName(), callDuration);
        gauge(group, EnrichmentMetric.LIMIT, limiter::limit);
        gauge(group, EnrichmentMetric.IN_FLIGHT, () -> sum(routes, Limiter::inFlight));
        gauge(group, EnrichmentMetric.WAITING, () -> sum(routes, Limiter::waiting));
        gauge(group, EnrichmentMetric.HELD, () -> limiter.heldNanos() / NANOS_PER_MILLI);
        gauge(group, EnrichmentMetric.PAUSE, () -> limiter.pauseNanos() / NANOS_PER_MILLI);
        gauge(group, EnrichmentMetric.IN_WORK, gate::inside);
        gauge(group, EnrichmentMetric.BYTES_IN_WORK, gate::bytes);
        gauge(group, EnrichmentMetric.HELD_FOR_ORDER, order::held);
        gauge(group, EnrichmentMetric.WITHHELD, acceptance::withheld);
        gauge(group, EnrichmentMetric.NOBODY_ACCEPTED, () -> acceptance.isHeld() ? 1 : 0);
        gauge(group, EnrichmentMetric.GATED, () -> gate.closedNanos() / NANOS_PER_MILLI);
        gauge(group, EnrichmentMetric.BUDGET_SPENT, limiter::budgetSpent);
        gauge(group, EnrichmentMetric.OUTAGE, () -> health.isOutage() ? 1 : 0);
    }

    private static int sum(Routes routes, ToIntFunction<Limiter> number) {
        return routes.all().stream().map(Route::limiter).mapToInt(number).sum();
    }

    private static void gauge(MetricGroup group, EnrichmentMetric metric, Gauge<Number> gauge) {
        group.gauge(metric.metricName(), gauge);
    }

    void attemptEnded(long nanos) {
        attemptDuration.update(nanos / NANOS_PER_MILLI);
    }

    void firstToken(long nanos) {
        firstToken.update(nanos / NANOS_PER_MILLI);
    }

    /** Notes how an answer ended, by its finishReason. */
    void finished(@Nullable String finishReason) {
        if (finishReason != null && FinishReason.isUnknown(finishReason)) {
            count(EnrichmentMetric.UNKNOWN_FINISH_REASONS);
            unknownReasons.seen(finishReason);
        }
    }

    void callEnded(long nanos) {
        callDuration.update(nanos / NANOS_PER_MILLI);
    }

    void count(EnrichmentMetric metric) {
        count(metric, 1);
    }

    void count(EnrichmentMetric metric, long n) {
        Objects.requireNonNull(counters.get(metric)).inc(n);
    }

    /** Returns whether nothing was counted yet. */
    boolean isFirst(EnrichmentMetric metric) {
        return Objects.requireNonNull(counters.get(metric)).getCount() == 0;
    }

    /** Counts an attempt's or a record's failure by its kind. */
    void count(FailureKind kind) {
        Objects.requireNonNull(failures.get(kind)).inc();
    }

    void count(Usage usage) {
        count(EnrichmentMetric.PROMPT_TOKENS, usage.prompt());
        count(EnrichmentMetric.CACHED_TOKENS, usage.cached());
        count(EnrichmentMetric.CANDIDATES_TOKENS, usage.candidates());
        count(EnrichmentMetric.THOUGHTS_TOKENS, usage.thoughts());
        count(EnrichmentMetric.TOOL_USE_TOKENS, usage.toolUse());
        count(EnrichmentMetric.TOTAL_TOKENS, usage.total());
    }

    /** Flink's own counter is for one thread; answers come on others. */
    private static class AddingCounter implements Counter {
        private final LongAdder sum = new LongAdder();

        @Override
        public void inc() {
            sum.increment();
        }

        @Override
        public void inc(long n) {
            sum.add(n);
        }

        @Override
        public void dec() {
            sum.decrement();
        }

        @Override
        public void dec(long n) {
            sum.add(-n);
        }

        @Override
        public long getCount() {
            return sum.sum();
        }
    }

    /**
     * Also counts what was spent beside the calls. Of subtasks that share a limiter, the one that
     * is looked at first counts it, so that their sum is right.
     */
    private static final class CostCounter extends AddingCounter {
        private final Limiter limiter;

        CostCounter(Limiter limiter) {
            this.limiter = limiter;
        }

        @Override
        public long getCount() {
            inc(limiter.collectSpending());
            return super.getCount();
        }
    }
}
