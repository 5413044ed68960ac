package dev.gleaner.local;

import dev.gleaner.enrich.EnrichmentMetric;
import dev.gleaner.model.FailureKind;

/** Under which names Flink's PrometheusReporter exports the metrics of the enrichment. */
final class MetricSeries {
    private static final String SCOPE = "flink_taskmanager_job_task_operator_gleaner_";

    private MetricSeries() {}

    static String of(EnrichmentMetric metric) {
        return SCOPE + metric.metricName().replaceAll("[^a-zA-Z0-9]", "_");
    }

    static String of(FailureKind kind) {
        return SCOPE + "failures_" + kind;
    }
}
