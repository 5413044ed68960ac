package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.enrich.EnrichmentMetric;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that a real Prometheus scrapes: what dashboard and alerts ask for is there. */
@RequiresProgram("prometheus")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class MonitoringITCase {
    private static final Pattern SERIES = Pattern.compile("flink_\\w+");
    private static final int RECORDS = 200;

    private static EndToEnd system;
    private static Trial trial;
    private static RunningJob job;
    private static PrometheusServer prometheus;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        int port = PrometheusServer.freePort();
        Configuration flink = new Configuration();
        flink.setString(
                "metrics.reporter.prom.factory.class", PrometheusReporterFactory.class.getName());
        flink.setString("metrics.reporter.prom.port", String.valueOf(port));
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key", flink);
        prometheus = PrometheusServer.start(directory.resolve("prometheus"), "127.0.0.1:" + port);
        trial = system.trial();
        trial.load(Message.some(RECORDS));
        job = trial.start(trial.spec().without("source.stopAt"), Trial.PARTITIONS, null);
    }

    @AfterAll
    static void stop() throws Exception {
        prometheus.close();
        job.close();
        system.close();
    }

    @Test
    void everyQueryOfTheDashboard_hasData() throws Exception {
        awaitRecords();
        List<String> expressions =
                Dashboard.panels().stream()
                        .flatMap(panel -> panel.queries().stream())
                        .map(query -> query.expression().replace("$job", ".*"))
                        .map(query -> query.replace(DashboardPanel.INTERVAL, "20s"))
                        .toList();
        assertThat(expressions).hasSizeGreaterThan(80);
        for (String expression : expressions) {
            Await.until("data for " + expression, () -> hasData(expression));
        }
    }

    @Test
    void everySeriesThatAnAlertNeeds_isThere_andPrometheusTakesTheRules() throws Exception {
        for (AlertRule rule : AlertRule.all()) {
            for (String series : names(rule.expression())) {
                Await.until(rule.name() + ": " + series, () -> hasData(series));
            }
        }
        Await.until(
                "a look at every rule",
                () -> healthy().size() == AlertRule.all().size() && !healthy().contains("unknown"));
        assertThat(healthy()).containsOnly("ok");
    }

    private static List<String> healthy() throws Exception {
        return prometheus.get("rules").at("/data/groups/0/rules").findValuesAsText("health");
    }

    @Test
    void outage_raisesItsAlert() throws Exception {
        awaitRecords();
        SimulatorServer simulator = system.simulator();
        simulator.control(Control.none().withFault(Fault.UNAVAILABLE, 1));
        trial.load(Message.some(RECORDS));
        Await.until(
                "the alert",
                () -> hasData("ALERTS{alertname=\"GleanerOutage\",alertstate=\"pending\"}"));
    }

    private static void awaitRecords() throws Exception {
        String enriched = MetricSeries.of(EnrichmentMetric.ENRICHED);
        Await.until("the records", () -> hasData("sum(%s) >= %d".formatted(enriched, RECORDS)));
    }

    private static List<String> names(String expression) {
        return SERIES.matcher(expression).results().map(MatchResult::group).distinct().toList();
    }

    private static boolean hasData(String expression) throws Exception {
        JsonNode samples = prometheus.query(expression);
        return !samples.isEmpty();
    }
}
