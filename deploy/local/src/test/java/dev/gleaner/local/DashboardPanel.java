package dev.gleaner.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.EnrichmentMetric;
import dev.gleaner.model.FailureKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A diagram over time.
 *
 * @param unit in Grafana's words
 */
record DashboardPanel(String title, String unit, List<Query> queries) {
    static final String INTERVAL = "$__rate_interval";
    static final String JOB = "{job_name=~\"$job\"%s}";
    private static final List<String> QUANTILES = List.of("0.5", "0.95", "0.99");

    /** A line, or one for each of what the legend tells apart. */
    record Query(String expression, String legend) {}

    static DashboardPanel of(String title, String unit) {
        return new DashboardPanel(title, unit, List.of());
    }

    /** A line for each job. */
    DashboardPanel and(String legend, String expression) {
        return andEach(("{{job_name}} " + legend).strip(), expression);
    }

    /** A line for each of what the legend names. */
    DashboardPanel andEach(String legend, String expression) {
        List<Query> more = new ArrayList<>(queries);
        more.add(new Query(expression, legend));
        return new DashboardPanel(title, unit, List.copyOf(more));
    }

    /** What is counted in a second, all subtasks together. */
    DashboardPanel rates(EnrichmentMetric... counters) {
        DashboardPanel panel = this;
        for (EnrichmentMetric counter : counters) {
            panel = panel.and(counter.metricName(), rate(MetricSeries.of(counter)));
        }
        return panel;
    }

    DashboardPanel rates(List<FailureKind> kinds) {
        DashboardPanel panel = this;
        for (FailureKind kind : kinds) {
            panel = panel.and(kind.name(), rate(MetricSeries.of(kind)));
        }
        return panel;
    }

    DashboardPanel sums(EnrichmentMetric... gauges) {
        DashboardPanel panel = this;
        for (EnrichmentMetric gauge : gauges) {
            panel = panel.and(gauge.metricName(), sum(MetricSeries.of(gauge)));
        }
        return panel;
    }

    DashboardPanel max(EnrichmentMetric gauge) {
        return and(gauge.metricName(), max(MetricSeries.of(gauge)));
    }

    /** Of the subtask that is slowest: quantiles cannot be added up. */
    DashboardPanel quantiles(EnrichmentMetric histogram) {
        DashboardPanel panel = this;
        for (String quantile : QUANTILES) {
            String label = ",quantile=\"%s\"".formatted(quantile);
            panel =
                    panel.and(
                            "p" + quantile.substring(2),
                            "max by (job_name) (%s)"
                                    .formatted(select(MetricSeries.of(histogram), label)));
        }
        return panel;
    }

    static String rate(String counter) {
        return "sum by (job_name) (rate(%s[%s]))".formatted(select(counter, ""), INTERVAL);
    }

    static String sum(String gauge) {
        return "sum by (job_name) (%s)".formatted(select(gauge, ""));
    }

    static String max(String gauge) {
        return "max by (job_name) (%s)".formatted(select(gauge, ""));
    }

    /** The part of the time, of the subtask with most, of a gauge that adds up milliseconds. */
    static String share(EnrichmentMetric millis) {
        return "max by (job_name) (rate(%s[%s])) / 1000"
                .formatted(select(MetricSeries.of(millis), ""), INTERVAL);
    }

    static String inAnHour(String counter) {
        return "sum by (job_name) (increase(%s[1h]))".formatted(select(counter, ""));
    }

    static String select(String series, String labels) {
        return series + JOB.formatted(labels);
    }

    ObjectNode toJson(int id, int x, int y, int width, int height) {
        ObjectNode panel = JsonNodeFactory.instance.objectNode();
        panel.put("id", id).put("type", "timeseries").put("title", title);
        panel.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
        panel.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", height);
        ObjectNode defaults = panel.putObject("fieldConfig").putObject("defaults");
        defaults.put("unit", unit).put("min", 0);
        panel.withObjectProperty("fieldConfig").putArray("overrides");
        ObjectNode options = panel.putObject("options");
        ObjectNode legend = options.putObject("legend");
        legend.put("displayMode", "table").put("placement", "bottom").put("sortBy", "Max");
        legend.put("sortDesc", true).putArray("calcs").add("lastNotNull").add("max");
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
        ArrayNode targets = panel.putArray("targets");
        for (Query query : queries) {
            targets.addObject()
                    .put("refId", "Q" + targets.size())
                    .put("expr", query.expression())
                    .put("legendFormat", query.legend());
        }
        return panel;
    }
}
