package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gate.Gate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class EnrichmentMetricsTest {
    private final CallFixture fixture = new CallFixture();
    private final Counters one = new Counters();
    private final Counters other = new Counters();

    @Test
    void costOfWhatIsCached_isCountedOnce_byTheFirstThatIsLookedAt() {
        EnrichmentMetrics metrics = metrics(one);
        metrics(other);
        metrics.count(EnrichmentMetric.COST, 5);
        fixture.limiter.spend(0, 700);

        assertThat(other.cost()).isEqualTo(700);
        assertThat(one.cost()).isEqualTo(5);
        fixture.limiter.spend(0, 20);
        assertThat(one.cost()).isEqualTo(25);
        assertThat(other.cost()).isEqualTo(700);
    }

    @Test
    void unknownFinishReason_isCounted_andKnownOnesAreNot() {
        EnrichmentMetrics metrics = metrics(one);
        for (String reason :
                new String[] {"NEW_ONE", "new_one", "STOP", "max_tokens", "SAFETY", ""}) {
            metrics.finished(reason);
        }
        metrics.finished(null);

        assertThat(one.count(EnrichmentMetric.UNKNOWN_FINISH_REASONS)).isEqualTo(2);
    }

    @Test
    void unknownFinishReason_isToldOnce() {
        UnknownReasons reasons = new UnknownReasons();

        assertThat(reasons.seen("NEW_ONE")).isTrue();
        assertThat(reasons.seen("NEW_ONE")).isFalse();
        for (int i = 0; i < 100; i++) {
            reasons.seen("R" + i);
        }
        assertThat(reasons.seen("ANOTHER")).as("bounded").isFalse();
    }

    private EnrichmentMetrics metrics(MetricGroup group) {
        return new EnrichmentMetrics(
                group, fixture.routes, new Gate(2, 1), new KeyOrder(true), fixture.acceptance);
    }

    private static final class Counters extends UnregisteredMetricsGroup {
        private final Map<String, Counter> byName = new HashMap<>();

        @Override
        public MetricGroup addGroup(String name) {
            return this;
        }

        @Override
        public <C extends Counter> C counter(String name, C counter) {
            byName.put(name, counter);
            return counter;
        }

        long cost() {
            return count(EnrichmentMetric.COST);
        }

        long count(EnrichmentMetric metric) {
            return Objects.requireNonNull(byName.get(metric.metricName())).getCount();
        }
    }
}
