package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models and functions of Flink SQL, planned by Flink and answered by the simulator. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SqlModelITCase {
    private static final String PREDICT =
            "ML_PREDICT(TABLE tickets, MODEL m, DESCRIPTOR(subject, body))";
    private static final String TIMEOUT = "table.exec.async-ml-predict.timeout";
    private static final String OPERATIONS =
            "table.exec.async-ml-predict.max-concurrent-operations";

    private static SqlSystem system;
    private static SimulatorServer simulator;
    private static Path keyFile;

    private SqlSession session;
    private TableEnvironment sql;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = SqlSystem.start(directory, 2, new Configuration());
        simulator = system.simulator();
        keyFile = system.keyFile();
    }

    @AfterAll
    static void stop() throws Exception {
        system.stop();
    }

    @BeforeEach
    void session() {
        session = system.session();
        sql = session.sql();
        session.tickets(
                List.of(
                        "(1, 'where is my parcel', 'shipping took a week')",
                        "(2, 'refused', '" + Fault.PROMPT_BLOCKED.marker() + "')",
                        "(3, 'invoice', 'billing is wrong " + Fault.UNAVAILABLE.marker(2) + "')"));
    }

    private void triage(Map<String, String> more) {
        Map<String, String> options =
                new TreeMap<>(
                        Map.of(
                                "prompt", "Classify: {{subject}}\n{{body}}",
                                "output.category.enum", "billing;shipping;other",
                                "output.category.required", "true",
                                "output.usage.metadata", "usageMetadata",
                                "output.status.metadata", "status",
                                "output.attempts.metadata", "attempts"));
        options.putAll(more);
        session.model(
                "subject STRING, body STRING",
                "category STRING, usage ROW<promptTokenCount INT, totalTokenCount BIGINT>,"
                        + " status STRING, attempts INT",
                options);
    }

    @Test
    void failedRows_haveAStatusAndNulls_andNoneIsDropped() {
        triage(Map.of());
        assertThat(
                        session.rows(
                                "SELECT id, category, usage.totalTokenCount > 0, status, attempts"
                                        + " FROM "
                                        + PREDICT))
                .containsExactlyInAnyOrder(
                        Row.of(1, "shipping", true, "OK", 1),
                        Row.of(2, null, null, "PROMPT_BLOCKED", 1),
                        Row.of(3, "billing", true, "OK", 3));
    }

    @Test
    void everyType_isAskedForAndFits() throws Exception {
        String types =
                "c CHAR(300), v VARCHAR(300), b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT,"
                        + " f FLOAT, d DOUBLE, n DECIMAL(12, 3), a ARRAY<INT>,"
                        + " r ROW<x INT, y STRING>, m MAP<STRING, INT>, tz TIMESTAMP_LTZ(3)";
        session.model(
                types + ", da DATE, ti TIME, ts TIMESTAMP(3), photo BYTES",
                types + ", status STRING, error STRING",
                Map.of(
                        "prompt", "{{c}} {{n}} {{da}} {{ti}} {{ts}} {{tz}} {{a}} {{r.x}} {{m.k}}",
                        "output.status.metadata", "status",
                        "output.error.metadata", "error",
                        "input.photo.mime-type", "image/png"));
        sql.executeSql(
                "CREATE TEMPORARY VIEW all_types AS SELECT CAST('ab' AS CHAR(300)) AS c, CAST('v'"
                    + " AS VARCHAR(300)) AS v, TRUE AS b, CAST(1 AS TINYINT) AS t, CAST(2 AS"
                    + " SMALLINT) AS s, 3 AS i, CAST(4 AS BIGINT) AS l, CAST(1.5 AS FLOAT) AS f,"
                    + " CAST(2.5 AS DOUBLE) AS d, CAST(12.345 AS DECIMAL(12, 3)) AS n, ARRAY[1, 2]"
                    + " AS a, CAST(ROW(1, 'y') AS ROW<x INT, y STRING>) AS r, MAP['k', 1] AS m,"
                    + " CAST(TO_TIMESTAMP_LTZ(1000, 3) AS TIMESTAMP_LTZ(3)) AS tz, DATE"
                    + " '2026-01-31' AS da, TIME '13:45:00' AS ti, TIMESTAMP '2026-01-31"
                    + " 13:45:00.123' AS ts, CAST('png' AS BYTES) AS photo");
        List<Row> rows =
                session.rows(
                        "SELECT c0, v0, b0, t0, s0, i0, l0, f0, d0, n0, a0, r0, m0, tz0, status,"
                                + " error FROM ML_PREDICT(TABLE all_types, MODEL m, DESCRIPTOR(c,"
                                + " v, b, t, s, i, l, f, d, n, a, r, m, tz, da, ti, ts, photo))");
        assertThat(rows)
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.getField("status")).as("%s", row).isEqualTo("OK");
                            assertThat((String) row.getField("c0")).hasSize(300);
                        });
    }

    @Test
    void limit_holds_andRetriesAtTheEndOfInputAreMade() throws Exception {
        simulator.control(Control.none().withLatency(Latency.parse("fixed:50ms")));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            values.add(
                    "(%d, 'ticket %d', '%s')"
                            .formatted(i, i, i % 10 == 0 ? Fault.UNAVAILABLE.marker(3) : ""));
        }
        session.tickets(values);
        sql.getConfig().set(OPERATIONS, "100");
        triage(Map.of("async.limit", "3"));
        assertThat(session.rows("SELECT status FROM " + PREDICT))
                .hasSize(60)
                .allMatch(row -> row.getField(0).equals("OK"));
        assertThat(simulator.stats().peakInFlight()).isLessThanOrEqualTo(3);
    }

    @Test
    void moreOperationsThanTen_areUnderWayAtOnce() throws Exception {
        simulator.control(Control.none().withLatency(Latency.parse("fixed:1s")));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            values.add("(%d, 'ticket %d', '')".formatted(i, i));
        }
        session.tickets(values);
        sql.getConfig().set(OPERATIONS, "100");
        triage(Map.of());
        assertThat(session.rows("SELECT status FROM " + PREDICT)).hasSize(100);
        assertThat(simulator.stats().peakInFlight()).isGreaterThan(40);
    }

    @Test
    void outage_endsRowsBeforeFlinksTimeout_andTheJobGoesOn() throws Exception {
        simulator.control(Control.none().withFault(Fault.UNAVAILABLE, 1));
        session.tickets(List.of("(1, 'one', 'x')", "(2, 'two', 'x')", "(3, 'three', 'x')"));
        sql.getConfig().set(TIMEOUT, "4 s");
        triage(Map.of("call.attempt-timeout", "1 s"));
        assertThat(session.rows("SELECT id, status FROM " + PREDICT))
                .containsExactlyInAnyOrder(
                        Row.of(1, "TOO_LATE"), Row.of(2, "TOO_LATE"), Row.of(3, "TOO_LATE"));
    }

    @Test
    void timeoutShorterThanAnAttempt_isRefused() {
        sql.getConfig().set(TIMEOUT, "30 s");
        triage(Map.of());
        assertThatThrownBy(() -> sql.explainSql("SELECT * FROM " + PREDICT))
                .hasStackTraceContaining(TIMEOUT)
                .hasStackTraceContaining("0 s, which is no timeout");
    }

    @Test
    void limitThatRowsWaitFor_isRefused_withATimeout() {
        triage(Map.of("limits.requests-per-minute", "600"));
        assertThatThrownBy(() -> sql.explainSql("SELECT * FROM " + PREDICT))
                .hasStackTraceContaining("SET '" + TIMEOUT + "' = '0 s'");
        assertThat(
                        session.rows(
                                "SELECT id FROM ML_PREDICT(TABLE tickets, MODEL m,"
                                        + " DESCRIPTOR(subject, body), MAP['timeout', '0 s'])"))
                .hasSize(3);
    }

    @Test
    void failedRow_failsTheJob_ifThatIsWanted_withoutItsContent() {
        triage(Map.of("on-failure", "fail"));
        assertThatThrownBy(() -> session.rows("SELECT * FROM " + PREDICT))
                .hasStackTraceContaining("PROMPT_BLOCKED")
                .hasStackTraceContaining("on-failure");
    }

    @Test
    void fatalFault_failsTheJob_andNamesTheFix() {
        triage(Map.of("api-key", "env:GLEANER_NO_SUCH_VARIABLE"));
        assertThatThrownBy(() -> session.rows("SELECT * FROM " + PREDICT))
                .hasStackTraceContaining("API_KEY_MISSING")
                .hasStackTraceContaining("GLEANER_NO_SUCH_VARIABLE");
    }

    @Test
    void literalKey_isRefused_andNotRepeated() {
        triage(Map.of("api-key", "sk-secret-123"));
        assertThatThrownBy(() -> sql.explainSql("SELECT * FROM " + PREDICT))
                .hasStackTraceContaining("env:NAME or file:/absolute/path")
                .satisfies(
                        e ->
                                assertThat(ExceptionUtils.stringifyException(e))
                                        .doesNotContain("sk-secret-123"));
    }

    @Test
    void changelog_isRefusedByFlink() {
        triage(Map.of());
        sql.executeSql(
                "CREATE TEMPORARY VIEW latest AS SELECT MAX(subject) AS subject, MAX(body) AS body"
                        + " FROM tickets");
        assertThatThrownBy(
                        () ->
                                sql.explainSql(
                                        "SELECT * FROM ML_PREDICT(TABLE latest, MODEL m,"
                                                + " DESCRIPTOR(subject, body))"))
                .hasStackTraceContaining("doesn't support consuming update changes");
    }

    @Test
    void plan_showsTheOperator() {
        triage(Map.of());
        sql.executeSql("CREATE VIEW triaged AS SELECT id, category FROM " + PREDICT);
        assertThat(sql.explainSql("SELECT * FROM triaged WHERE category = 'billing'"))
                .contains("MLPredictTableFunction");
    }

    /**
     * Flink 2.2.1 compares calls of models by the type of what they give, not by the model. Where
     * this fails, Flink has mended it, and the README need not warn of it any more.
     */
    @Test
    void modelsWithEqualColumns_areTakenForOne_byFlink() {
        for (String model : List.of("mild", "strict")) {
            session.model(
                    model,
                    "subject STRING, body STRING",
                    "category STRING",
                    Map.of("prompt", "Be " + model + ": {{subject}}"));
        }
        String predict =
                "SELECT category FROM ML_PREDICT(TABLE tickets, MODEL %s, DESCRIPTOR(subject,"
                        + " body))";
        String both = predict.formatted("mild") + " UNION ALL " + predict.formatted("strict");
        String plan = sql.explainSql(both);
        assertThat(plan.substring(plan.indexOf("== Optimized Execution Plan")))
                .contains("mild")
                .doesNotContain("strict");
    }

    @Test
    void shownModel_hasTheReferenceOfItsKey() {
        triage(Map.of());
        assertThat(session.rows("SHOW CREATE MODEL m").toString()).contains("file:" + keyFile);
    }

    @Test
    void functions_ofTheModule_answer() throws Exception {
        sql.executeSql(
                "LOAD MODULE gemini WITH (%s)"
                        .formatted(
                                SqlSession.with(
                                        Map.of(
                                                "model",
                                                "gemini-3.5-flash",
                                                "endpoint",
                                                simulator.baseUri().toString(),
                                                "api-key",
                                                "file:" + keyFile))));
        assertFunctions("GEMINI_GENERATE", "GEMINI_EXTRACT", "GEMINI_CLASSIFY");
    }

    @Test
    void functions_oneByOne_takeTheSessionsOptions() throws Exception {
        sql.executeSql("CREATE FUNCTION g AS 'dev.gleaner.sql.GeminiGenerateFunction'");
        sql.executeSql("CREATE FUNCTION x AS 'dev.gleaner.sql.GeminiExtractFunction'");
        sql.executeSql("CREATE FUNCTION c AS 'dev.gleaner.sql.GeminiClassifyFunction'");
        assertThatThrownBy(() -> sql.explainSql("SELECT g(subject) FROM tickets"))
                .hasStackTraceContaining("SET 'gemini.");
        sql.getConfig().set("gemini.model", "gemini-3.5-flash");
        sql.getConfig().set("gemini.endpoint", simulator.baseUri().toString());
        sql.getConfig().set("gemini.api-key", "file:" + keyFile);
        assertFunctions("g", "x", "c");
    }

    @Test
    void listsOfWords_areAnyNumber_andOneThatIsNoChoiceGivesNull() throws Exception {
        session("gemini.model", "gemini-3.5-flash");
        session("gemini.endpoint", simulator.baseUri().toString());
        session("gemini.api-key", "file:" + keyFile);
        sql.executeSql("CREATE FUNCTION c AS 'dev.gleaner.sql.GeminiClassifyFunction'");
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            values.add("(%d, '%s', 'shipping')".formatted(i, i < 10 ? " " : "word " + i));
        }
        session.tickets(values);
        assertThat(session.rows("SELECT id, c(body, ARRAY['shipping', subject]) FROM tickets"))
                .hasSize(120)
                .allSatisfy(
                        row ->
                                assertThat(row.getField(1))
                                        .isEqualTo((int) row.getField(0) < 10 ? null : "shipping"));
        assertThat(simulator.stats().requests()).isEqualTo(110);
    }

    @Test
    void listsOfWords_shareWhatIsCached() throws Exception {
        session("gemini.model", "gemini-3.5-flash");
        session("gemini.endpoint", simulator.baseUri().toString());
        session("gemini.api-key", "file:" + keyFile);
        session("gemini.prompt.system", "Be brief. ".repeat(3_000));
        session("gemini.prompt.cache.ttl", "1 h");
        sql.executeSql("CREATE FUNCTION c AS 'dev.gleaner.sql.GeminiClassifyFunction'");
        assertThat(session.rows("SELECT c('shipping', ARRAY['shipping', subject]) FROM tickets"))
                .hasSize(3)
                .allMatch(row -> "shipping".equals(row.getField(0)));
        assertThat(simulator.stats().caches().created()).isEqualTo(1);
        assertThat(simulator.stats().caches().live()).isZero();
    }

    @Test
    void optionOfTheSession_thatThereIsNot_isRefused() {
        sql.executeSql("CREATE FUNCTION g AS 'dev.gleaner.sql.GeminiGenerateFunction'");
        session("gemini.modle", "gemini-3.5-flash");
        assertThatThrownBy(() -> sql.explainSql("SELECT g(subject) FROM tickets"))
                .hasStackTraceContaining("There is no option gemini.modle");
    }

    private void session(String key, String value) {
        sql.getConfig().set(key, value);
    }

    private void assertFunctions(String generate, String extract, String classify) {
        List<Row> rows =
                session.rows(
                        ("SELECT id, %s(body), %s(body, '{\"type\": \"object\", \"properties\":"
                                        + " {\"weeks\": {\"type\": \"integer\"}}, \"required\":"
                                        + " [\"weeks\"]}'), %s(body, ARRAY['billing', 'shipping'])"
                                        + " FROM tickets WHERE id <> 3")
                                .formatted(generate, extract, classify));
        assertThat(rows)
                .extracting(row -> row.getField(0), row -> row.getField(3))
                .containsExactlyInAnyOrder(tuple(1, "shipping"), tuple(2, null));
        assertThat(rows)
                .filteredOn(row -> row.getField(0).equals(1))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat((String) row.getField(1)).contains("shipping took a week");
                            assertThat((String) row.getField(2)).matches("\\{\"weeks\": ?\\d+}");
                        });
    }
}
