package dev.gleaner.enrich;

import dev.gleaner.limit.Limiter;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Usage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts what the calls of one subtask do, for Flink's reporters. Thread-safe. */
final class EnrichmentMetrics {
    private static final String GROUP = "gleaner";

    private final Map<EnrichmentMetric, Counter> counters = new EnumMap<>(EnrichmentMetric.class);
    private final Map<FailureKind, Counter> failures = new EnumMap<>(FailureKind.class);

    EnrichmentMetrics(MetricGroup operator, Limiter limiter) {
        MetricGroup group = operator.addGroup(GROUP);
        for (EnrichmentMetric metric : EnrichmentMetric.values()) {
            counters.put(metric, group.counter(metric.metricName(), new AddingCounter()));
        }
        MetricGroup kinds = group.addGroup("failures");
        for (FailureKind kind : FailureKind.values()) {
            failures.put(kind, kinds.counter(kind.name(), new AddingCounter()));
        }
        group.gauge("limit", limiter::limit);
        group.gauge("inFlight", limiter::inFlight);
        group.gauge("waiting", limiter::waiting);
    }

    void count(EnrichmentMetric metric) {
        count(metric, 1);
    }

    private void count(EnrichmentMetric metric, long n) {
        Objects.requireNonNull(counters.get(metric)).inc(n);
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
    private static final class AddingCounter implements Counter {
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
}
