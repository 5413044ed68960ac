package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.enrich.EnrichmentMetric;
import dev.gleaner.model.FailureKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Flink's own reporter tells Prometheus of the functions of a query that runs. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class SqlFunctionMetricsITCase {
    private static final int ROWS = 3;

    private static SqlSystem system;
    private static URI page;

    private StreamTableEnvironment sql;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        int port = PrometheusServer.freePort();
        Configuration flink = new Configuration();
        flink.setString(
                "metrics.reporter.prom.factory.class", PrometheusReporterFactory.class.getName());
        flink.setString("metrics.reporter.prom.port", String.valueOf(port));
        page = URI.create("http://127.0.0.1:" + port + "/metrics");
        system = SqlSystem.start(directory, 1, flink);
    }

    @AfterAll
    static void stop() throws Exception {
        system.stop();
    }

    /** Rows, and a source without any that does not end: a job that has ended has no metrics. */
    @BeforeEach
    void session() {
        sql = system.session().sql();
        sql.executeSql(
                "LOAD MODULE gemini WITH ('model' = 'gemini-3.5-flash', 'endpoint' = '%s',"
                                .formatted(system.simulator().baseUri())
                        + " 'api-key' = 'file:%s')".formatted(system.keyFile()));
        sql.executeSql(
                "CREATE TEMPORARY TABLE endless (word STRING, body STRING) WITH"
                        + " ('connector' = 'datagen', 'rows-per-second' = '1')");
        Table rows =
                sql.sqlQuery(
                        "SELECT word, body FROM (VALUES ('billing', 'one'), ('billing', 'two'),"
                                + " (' ', 'three')) AS t (word, body) UNION ALL"
                                + " SELECT word, body FROM endless WHERE CHAR_LENGTH(body) < 0");
        // Flink would call the functions before the union, in tasks that end.
        sql.createTemporaryView("tickets", sql.toDataStream(rows));
    }

    @Test
    void severalFunctionsOfAQuery_areAllCounted_underTheNamesOfDashboardAndAlerts()
            throws Exception {
        String query =
                "SELECT GEMINI_GENERATE(body), GEMINI_GENERATE(word), GEMINI_GENERATE(body || '?')"
                    + " || GEMINI_GENERATE(GEMINI_GENERATE('Is ' || word)), GEMINI_EXTRACT(body,"
                    + " '{\"type\": \"string\"}'), GEMINI_CLASSIFY(body, ARRAY['shipping', word])"
                    + " FROM tickets WHERE GEMINI_GENERATE(body || word) IS NOT NULL";
        CloseableIterator<Row> rows = sql.executeSql(query).collect();
        try {
            for (int i = 0; i < ROWS; i++) {
                rows.next();
            }
            // Eight calls for a row. A blank word is no choice, and asks nothing.
            assertThat(system.simulator().stats().requests()).isEqualTo(8 * ROWS - 2);
            assertThat(sum(MetricSeries.of(EnrichmentMetric.RECORDS))).isEqualTo(8 * ROWS);
            assertThat(sum(MetricSeries.of(EnrichmentMetric.ENRICHED))).isEqualTo(8 * ROWS - 2);
            assertThat(sum(MetricSeries.of(EnrichmentMetric.DEAD_LETTERS))).isEqualTo(2);
            assertThat(sum(MetricSeries.of(FailureKind.EMPTY_PROMPT))).isEqualTo(1);
            assertThat(sum(MetricSeries.of(FailureKind.NO_CHOICE))).isEqualTo(1);
            assertThat(Stream.of(EnrichmentMetric.values()).map(MetricSeries::of))
                    .allSatisfy(series -> assertThat(samples(series)).isNotEmpty());
        } finally {
            rows.close();
        }
    }

    private static double sum(String series) throws Exception {
        return samples(series).stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static List<String> samples(String series) throws IOException, InterruptedException {
        String text =
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                        .body();
        return text.lines().filter(line -> line.startsWith(series + "{")).toList();
    }
}
