package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** When each alert fires, and that no other does, by {@code promtool test rules}. */
@RequiresProgram("promtool")
class AlertsTest {
    private static final String JOB = "flink_jobmanager_job_%s{job_name=\"j\"}";
    private static final String OPERATOR =
            "flink_taskmanager_job_task_operator_%s{job_name=\"j\",task_attempt_num=\"0\"}";

    private static final String RUNNING = JOB.formatted("runningTime");
    private static final String RESTARTS = JOB.formatted("numRestarts");
    private static final String CHECKPOINTS = JOB.formatted("numberOfCompletedCheckpoints");
    private static final String FAILED = JOB.formatted("numberOfFailedCheckpoints");
    private static final String UP = "up{job=\"gleaner\",instance=\"taskmanager-1:9249\"}";
    private static final String PENDING = OPERATOR.formatted("pendingRecords");
    private static final String OUTAGE = OPERATOR.formatted("gleaner_outage");
    private static final String NOBODY = OPERATOR.formatted("gleaner_nobodyAccepted");
    private static final String SPENT = OPERATOR.formatted("gleaner_budgetSpent");
    private static final String ENRICHED = OPERATOR.formatted("gleaner_enriched");
    private static final String LETTERS = OPERATOR.formatted("gleaner_deadLetters");
    private static final String UNPRICED = OPERATOR.formatted("gleaner_unpriced");
    private static final String ATTEMPTS = OPERATOR.formatted("gleaner_attempts");
    private static final String ESTIMATED = OPERATOR.formatted("gleaner_usageEstimated");
    private static final String REASONS = OPERATOR.formatted("gleaner_unknownFinishReasons");
    private static final String POSTPONED = OPERATOR.formatted("gleaner_retriesPostponed");
    private static final String QUOTA =
            OPERATOR.formatted("gleaner_failures_DAILY_QUOTA_EXHAUSTED");
    private static final String CREDIT = OPERATOR.formatted("gleaner_failures_CREDIT_EXHAUSTED");
    private static final String TOO_LARGE = OPERATOR.formatted("user_gleaner_failures_TOO_LARGE");
    private static final String KEYS = OPERATOR.formatted("user_gleaner_failures_KEY_MISSING");
    private static final String LOST = OPERATOR.formatted("gleaner_lostPositions");
    private static final String INTERNAL = OPERATOR.formatted("gleaner_failures_INTERNAL");

    /** Values of a job that works, in promtool's notation, a minute apart. */
    private static final Map<String, String> HEALTHY =
            Map.ofEntries(
                    Map.entry(RUNNING, "0+60000x120"),
                    Map.entry(RESTARTS, "1x120"),
                    Map.entry(CHECKPOINTS, "0+2x120"),
                    Map.entry(FAILED, "1x120"),
                    Map.entry(UP, "1x120"),
                    Map.entry(PENDING, "5000x120"),
                    Map.entry(OUTAGE, "0x120"),
                    Map.entry(NOBODY, "0x120"),
                    Map.entry(SPENT, "0.5x120"),
                    Map.entry(ENRICHED, "0+600x120"),
                    Map.entry(LETTERS, "0+20x120"),
                    Map.entry(UNPRICED, "0x120"),
                    Map.entry(ATTEMPTS, "0+650x120"),
                    Map.entry(ESTIMATED, "0+6x120"),
                    Map.entry(REASONS, "3x120"),
                    Map.entry(POSTPONED, "7x120"),
                    Map.entry(QUOTA, "0x120"),
                    Map.entry(CREDIT, "0x120"),
                    Map.entry(TOO_LARGE, "1x120"),
                    Map.entry(KEYS, "1x120"),
                    Map.entry(LOST, "0x120"),
                    Map.entry(INTERNAL, "1x120"));

    static Stream<Arguments> situations() {
        String secondTry = ENRICHED.replace("num=\"0\"", "num=\"1\"");
        return Stream.of(
                is("a healthy job", 100, Map.of()),
                is(
                        "a job that was restarted once",
                        70,
                        Map.of(
                                RESTARTS, "1x60 2x60",
                                ENRICHED, "0+600x60 _x60",
                                secondTry, "_x61 0+600x58")),
                is("no slots", 30, Map.of(RUNNING, "0+60000x20 0x99"), "GleanerNotRunning"),
                is("no slots for 4 min", 24, Map.of(RUNNING, "0+60000x20 0x99")),
                is("no job", 30, Map.of(RUNNING, "_x120"), "GleanerNotRunning"),
                is("a process is gone", 30, Map.of(UP, "1x20 0x99"), "GleanerNotScraped"),
                is("restarts", 27, Map.of(RESTARTS, "1x20 2+1x99"), "GleanerRestarting"),
                is("30 min", 52, Map.of(CHECKPOINTS, "0+2x20 40x99"), "GleanerNoCheckpoint"),
                is("no checkpoint for 15 min", 35, Map.of(CHECKPOINTS, "0+2x20 40x99")),
                is("failed", 27, Map.of(FAILED, "1x20 2+1x99"), "GleanerCheckpointsFailing"),
                is("an outage", 24, Map.of(OUTAGE, "0x20 1x99"), "GleanerOutage"),
                is("an outage of a minute", 24, Map.of(OUTAGE, "0x20 1 0x99")),
                is("nobody accepted", 24, Map.of(NOBODY, "0x20 1x99"), "GleanerNobodyAccepted"),
                is(
                        "probed hourly",
                        78,
                        Map.of(QUOTA, "0x20 1x59 2x9"),
                        "GleanerQuotaOrCreditSpent"),
                is("no credit", 24, Map.of(CREDIT, "0x20 1x99"), "GleanerQuotaOrCreditSpent"),
                is("credit that was topped up", 95, Map.of(CREDIT, "0x20 1x99")),
                is("90 % spent", 24, Map.of(SPENT, "0.5x20 0.9x99"), "GleanerBudgetNearlySpent"),
                is(
                        "all spent",
                        24,
                        Map.of(SPENT, "0.5x20 1x99"),
                        "GleanerBudgetNearlySpent",
                        "GleanerBudgetSpent"),
                is("no usage", 70, Map.of(ESTIMATED, "0+7x120"), "GleanerUsageEstimated"),
                is("no price", 24, Map.of(UNPRICED, "0x20 1+1x99"), "GleanerUnpriced"),
                is("a new reason", 24, Map.of(REASONS, "3x20 4x99"), "GleanerUnknownFinishReason"),
                is("a tenth", 30, Map.of(LETTERS, "0+80x120"), "GleanerDeadLetters"),
                is("retention overtakes", 24, Map.of(LOST, "0x20 1x99"), "GleanerRecordsMissing"),
                is(
                        "deleted while the job was stopped",
                        24,
                        Map.of(LOST, "_x20 2x99"),
                        "GleanerRecordsMissing"),
                is("records deleted long ago", 110, Map.of(LOST, "_x20 2x99")),
                is("a large record", 24, Map.of(TOO_LARGE, "1x20 2x99"), "GleanerTooLarge"),
                is("a missing key", 24, Map.of(KEYS, "1x20 2x99"), "GleanerKeyMissing"),
                is("a defect", 24, Map.of(INTERNAL, "1x20 2x99"), "GleanerInternalError"),
                is("growing lag", 60, Map.of(PENDING, "5000+100x120"), "GleanerFallingBehind"),
                is("an old backlog that shrinks", 60, Map.of(PENDING, "90000-100x120")),
                is("too many", 35, Map.of(POSTPONED, "7x20 8+1x99"), "GleanerRetriesPostponed"));
    }

    private static Arguments is(
            String situation, int minute, Map<String, String> changes, String... alerts) {
        Map<String, String> series = new LinkedHashMap<>(HEALTHY);
        series.putAll(changes);
        return arguments(situation, minute, series, List.of(alerts));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("situations")
    void situation_firesTheseAlertsOnly(
            String situation,
            int minute,
            Map<String, String> series,
            List<String> alerts,
            @TempDir Path directory)
            throws Exception {
        Map<String, Object> query =
                Map.of(
                        "expr",
                        "count by (alertname) (ALERTS{alertstate=\"firing\"})",
                        "eval_time",
                        minute + "m",
                        "exp_samples",
                        alerts.stream()
                                .map(name -> Map.of("labels", label(name), "value", 1))
                                .toList());
        Map<String, Object> test =
                Map.of(
                        "name",
                        situation,
                        "interval",
                        "1m",
                        "input_series",
                        series.entrySet().stream()
                                .map(
                                        one ->
                                                Map.of(
                                                        "series",
                                                        one.getKey(),
                                                        "values",
                                                        one.getValue()))
                                .toList(),
                        "promql_expr_test",
                        List.of(query));
        Map<String, Object> file =
                Map.of(
                        "rule_files",
                        List.of(AlertRule.FILE.toRealPath().toString()),
                        "evaluation_interval",
                        "1m",
                        "tests",
                        List.of(test));
        Path tests = Files.writeString(directory.resolve("tests.yml"), new Yaml().dump(file));
        assertThat(Program.run("promtool", "test", "rules", tests.toString())).contains("SUCCESS");
    }

    private static String label(String alert) {
        return "{alertname=\"%s\"}".formatted(alert);
    }

    @Test
    void everyAlert_firesInASituation() throws Exception {
        List<String> fired =
                situations()
                        .flatMap(each -> ((List<?>) each.get()[3]).stream())
                        .map(String::valueOf)
                        .toList();
        assertThat(AlertRule.all())
                .extracting(AlertRule::name)
                .hasSizeGreaterThan(10)
                .allMatch(fired::contains);
    }

    @Test
    void configuration_isValid() throws Exception {
        Path file = AlertRule.FILE.resolveSibling("prometheus.yml");
        assertThat(Program.run("promtool", "check", "config", file.toString())).contains("SUCCESS");
    }

    @Test
    void runbook_isTheRowOfTheReadme() throws Exception {
        assertThat(AlertRule.all())
                .allSatisfy(
                        rule -> assertThat(rule.runbook()).isEqualTo("README.md#" + rule.name()));
    }
}
