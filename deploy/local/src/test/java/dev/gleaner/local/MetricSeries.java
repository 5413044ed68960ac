package dev.gleaner.local;

import dev.gleaner.enrich.EnrichmentMetric;
import dev.gleaner.model.FailureKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * Under which names Flink's PrometheusReporter exports the metrics of the enrichment, and of its
 * sink.
 */
final class MetricSeries {
    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
    private static final String SCOPE = OPERATOR + "gleaner_";

    /** Of the sink, which alone knows what a topic takes. */
    private static final String SINK = OPERATOR + "user_gleaner_";

    /** Counts dead letters that left something out, to be taken by their topic. */
    static final String SHORTENED = SINK + "deadLettersShortened";

    /** Counts records that Kafka deleted before the source read them. */
    static final String MISSING = SCOPE + "missingRecords";

    /** The kinds that the sink alone finds. */
    private static final Set<FailureKind> SINK_KINDS =
            EnumSet.of(FailureKind.TOO_LARGE, FailureKind.KEY_MISSING);

    private MetricSeries() {}

    static String of(EnrichmentMetric metric) {
        return SCOPE + metric.metricName().replaceAll("[^a-zA-Z0-9]", "_");
    }

    static String of(FailureKind kind) {
        String scope = SINK_KINDS.contains(kind) ? SINK : SCOPE;
        return scope + "failures_" + kind;
    }
}
