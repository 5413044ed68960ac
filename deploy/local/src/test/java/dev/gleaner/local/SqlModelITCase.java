package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models of Flink SQL, planned by Flink and answered by the simulator. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SqlModelITCase {
    private static LocalCluster cluster;
    private static SimulatorServer simulator;
    private static Path keyFile;

    private TableEnvironment sql;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        keyFile = Files.writeString(directory.resolve("key").toAbsolutePath(), "any-key");
        cluster = LocalCluster.start(directory, 2, "0");
        simulator = SimulatorServer.start(SimulatorSettings.defaults());
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        simulator.close();
    }

    @BeforeEach
    void session() {
        simulator.control(Control.none());
        simulator.resetStats();
        sql =
                StreamTableEnvironment.create(
                        cluster.environment(),
                        EnvironmentSettings.newInstance().inStreamingMode().build());
        sql.executeSql(
                "CREATE TEMPORARY VIEW tickets AS SELECT * FROM (VALUES"
                        + " (1, 'where is my parcel', 'shipping took a week'),"
                        + " (2, 'refused', '[[simulate:blocked_prompt]]'),"
                        + " (3, 'wrong invoice', 'the billing is wrong [[simulate:unavailable*2]]'))"
                        + " AS t (id, subject, body)");
    }

    /** Creates a model with the usual way to the simulator, and further options. */
    private void model(String input, String output, Map<String, String> options) {
        StringBuilder ddl = new StringBuilder();
        ddl.append("CREATE MODEL m INPUT (").append(input).append(") OUTPUT (").append(output);
        ddl.append(") WITH ('provider' = 'gemini', 'model' = 'gemini-3.5-flash', 'endpoint' = '");
        ddl.append(simulator.baseUri()).append("', 'api-key' = 'file:").append(keyFile);
        ddl.append("', 'call.backoff.initial' = '20 ms'");
        options.forEach((key, value) -> ddl.append(", '" + key + "' = '" + value + "'"));
        sql.executeSql(ddl.append(')').toString());
    }

    private List<Row> rows(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = sql.executeSql(query).collect()) {
            results.forEachRemaining(rows::add);
        }
        return rows;
    }

    private void triage(Map<String, String> more) {
        Map<String, String> options =
                new java.util.TreeMap<>(
                        Map.of(
                                "prompt", "Classify: {{subject}}\n{{body}}",
                                "output.category.enum", "billing;shipping;other",
                                "output.category.required", "true",
                                "output.usage.metadata", "usageMetadata",
                                "output.status.metadata", "status",
                                "output.attempts.metadata", "attempts"));
        options.putAll(more);
        model(
                "subject STRING, body STRING",
                "category STRING, usage ROW<promptTokenCount INT, totalTokenCount INT>,"
                        + " status STRING, attempts INT",
                options);
    }

    private static final String PREDICT =
            "ML_PREDICT(TABLE tickets, MODEL m, DESCRIPTOR(subject, body))";

    @Test
    void failedRows_haveAStatusAndNulls_andNoneIsDropped() throws Exception {
        triage(Map.of());
        List<Row> rows = rows("SELECT id, category, usage.totalTokenCount, status, attempts FROM " + PREDICT);
        assertThat(rows)
                .extracting(row -> row.getField(0), row -> row.getField(1), row -> row.getField(3), row -> row.getField(4))
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(1, "shipping", "OK", 1),
                        org.assertj.core.groups.Tuple.tuple(2, null, "PROMPT_BLOCKED", 1),
                        org.assertj.core.groups.Tuple.tuple(3, "billing", "OK", 3));
        assertThat(rows).filteredOn(row -> "OK".equals(row.getField(3))).allSatisfy(
                row -> assertThat((Integer) row.getField(2)).isPositive());
    }

    @Test
    void types_goThereAndBack() throws Exception {
        model(
                "c CHAR(3), v VARCHAR(10), b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT,"
                        + " f FLOAT, d DOUBLE, n DECIMAL(12, 3), da DATE, ti TIME, ts TIMESTAMP(3),"
                        + " tz TIMESTAMP_LTZ(3), a ARRAY<INT>, r ROW<x INT, y STRING>,"
                        + " m MAP<STRING, INT>",
                "c CHAR(3), v VARCHAR(10), b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT,"
                        + " f FLOAT, d DOUBLE, n DECIMAL(12, 3), da DATE, a ARRAY<INT>,"
                        + " r ROW<x INT, y STRING>, m MAP<STRING, INT>, tz TIMESTAMP_LTZ(3),"
                        + " status STRING, error STRING",
                Map.of(
                        "prompt", "{{record}}",
                        "output.status.metadata", "status",
                        "output.error.metadata", "error"));
        sql.executeSql(
                "CREATE TEMPORARY VIEW all_types AS SELECT CAST('ab' AS CHAR(3)) AS c,"
                        + " CAST('v' AS VARCHAR(10)) AS v, TRUE AS b, CAST(1 AS TINYINT) AS t,"
                        + " CAST(2 AS SMALLINT) AS s, 3 AS i, CAST(4 AS BIGINT) AS l,"
                        + " CAST(1.5 AS FLOAT) AS f, CAST(2.5 AS DOUBLE) AS d,"
                        + " CAST(12.345 AS DECIMAL(12, 3)) AS n, DATE '2026-01-31' AS da,"
                        + " TIME '13:45:00' AS ti, TIMESTAMP '2026-01-31 13:45:00.123' AS ts,"
                        + " CAST(TO_TIMESTAMP_LTZ(1000, 3) AS TIMESTAMP_LTZ(3)) AS tz,"
                        + " ARRAY[1, 2] AS a, CAST(ROW(1, 'y') AS ROW<x INT, y STRING>) AS r,"
                        + " MAP['k', 1] AS m");
        List<Row> rows =
                rows(
                        "SELECT * FROM ML_PREDICT(TABLE all_types, MODEL m, DESCRIPTOR(c, v, b, t,"
                                + " s, i, l, f, d, n, da, ti, ts, tz, a, r, m))");
        System.out.println(rows);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).getField("status")).isEqualTo("OK");
    }
}
