package dev.gleaner.local;

import static dev.gleaner.local.DashboardPanel.inAnHour;
import static dev.gleaner.local.DashboardPanel.max;
import static dev.gleaner.local.DashboardPanel.rate;
import static dev.gleaner.local.DashboardPanel.select;
import static dev.gleaner.local.DashboardPanel.share;
import static dev.gleaner.local.DashboardPanel.sum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.EnrichmentMetric;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.RetryRule;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What Grafana shows of a job: one row for each question that an operator asks. */
final class Dashboard {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 24 / COLUMNS;
    private static final int HEIGHT = 9;

    private static final String JOB = "flink_jobmanager_job_";
    private static final String TASK = "flink_taskmanager_job_task_";
    private static final String PENDING = TASK + "operator_pendingRecords";
    private static final String LAG =
            TASK + "operator_KafkaSourceReader_KafkaConsumer_records_lag_max";
    private static final String DONE =
            "(%s + %s)"
                    .formatted(
                            rate(MetricSeries.of(EnrichmentMetric.ENRICHED)),
                            rate(MetricSeries.of(EnrichmentMetric.DEAD_LETTERS)));
    private static final String COST = rate(MetricSeries.of(EnrichmentMetric.COST));

    private static final List<Row> ROWS =
            List.of(
                    new Row(
                            "Is it working?",
                            DashboardPanel.of("Running since the last restart", "ms")
                                    .and("", max(JOB + "runningTime")),
                            DashboardPanel.of("Records a second", "ops")
                                    .rates(
                                            EnrichmentMetric.RECORDS,
                                            EnrichmentMetric.ENRICHED,
                                            EnrichmentMetric.DEAD_LETTERS,
                                            EnrichmentMetric.TOMBSTONES),
                            DashboardPanel.of("From a record's arrival to its result", "ms")
                                    .quantiles(EnrichmentMetric.CALL_DURATION)),
                    new Row(
                            "Is it behind?",
                            DashboardPanel.of("Records that wait in Kafka", "short")
                                    .and("all partitions", sum(PENDING))
                                    .and("the partition with most", max(LAG)),
                            DashboardPanel.of("Work that waits, at the present speed", "s")
                                    .and("", sum(PENDING) + " / " + DONE),
                            DashboardPanel.of("Records in work", "short")
                                    .sums(
                                            EnrichmentMetric.IN_WORK,
                                            EnrichmentMetric.WAITING,
                                            EnrichmentMetric.HELD_FOR_ORDER,
                                            EnrichmentMetric.WITHHELD),
                            DashboardPanel.of("Memory of records in work (estimate)", "bytes")
                                    .sums(EnrichmentMetric.BYTES_IN_WORK),
                            DashboardPanel.of("Records deleted before they were read", "short")
                                    .and("since the last restart", sum(MetricSeries.MISSING)),
                            DashboardPanel.of("Part of the time that is waited", "percentunit")
                                    .and("source paused", share(EnrichmentMetric.GATED))
                                    .and("nobody may send", share(EnrichmentMetric.HELD))),
                    new Row(
                            "What does the endpoint do?",
                            DashboardPanel.of("Requests at once", "short")
                                    .sums(EnrichmentMetric.LIMIT, EnrichmentMetric.IN_FLIGHT),
                            DashboardPanel.of("Requests a second", "reqps")
                                    .rates(
                                            EnrichmentMetric.ATTEMPTS,
                                            EnrichmentMetric.RETRIES,
                                            EnrichmentMetric.RETRIES_POSTPONED,
                                            EnrichmentMetric.REPAIRS,
                                            EnrichmentMetric.UNKNOWN_FINISH_REASONS,
                                            EnrichmentMetric.FALLBACKS),
                            DashboardPanel.of("Time of a request", "ms")
                                    .quantiles(EnrichmentMetric.ATTEMPT_DURATION),
                            DashboardPanel.of("Time to the first token, if streamed", "ms")
                                    .quantiles(EnrichmentMetric.FIRST_TOKEN),
                            DashboardPanel.of("Outages", "short")
                                    .max(EnrichmentMetric.OUTAGE)
                                    .max(EnrichmentMetric.NOBODY_ACCEPTED)
                                    .and(
                                            "over, in an hour",
                                            inAnHour(MetricSeries.of(EnrichmentMetric.OUTAGES))),
                            DashboardPanel.of("Pause that it asks for", "ms")
                                    .max(EnrichmentMetric.PAUSE),
                            DashboardPanel.of("Functions and files a second", "ops")
                                    .rates(
                                            EnrichmentMetric.TOOL_CALLS,
                                            EnrichmentMetric.TOOL_FAILURES,
                                            EnrichmentMetric.ATTACHMENTS)),
                    new Row(
                            "What does it cost?",
                            DashboardPanel.of("US dollars an hour", "currencyUSD")
                                    .and("", COST + " * 3600 / 1e9"),
                            DashboardPanel.of("US dollars for 1,000 records", "currencyUSD")
                                    .and("", COST + " / 1e6 / " + DONE),
                            DashboardPanel.of("Part of the budget that is spent", "percentunit")
                                    .max(EnrichmentMetric.BUDGET_SPENT),
                            DashboardPanel.of("Tokens a second", "short")
                                    .rates(
                                            EnrichmentMetric.TOTAL_TOKENS,
                                            EnrichmentMetric.PROMPT_TOKENS,
                                            EnrichmentMetric.CACHED_TOKENS,
                                            EnrichmentMetric.CANDIDATES_TOKENS,
                                            EnrichmentMetric.THOUGHTS_TOKENS,
                                            EnrichmentMetric.TOOL_USE_TOKENS),
                            DashboardPanel.of("Answers without a price a second", "ops")
                                    .rates(EnrichmentMetric.UNPRICED),
                            DashboardPanel.of("Answers with doubtful usage a second", "ops")
                                    .rates(
                                            EnrichmentMetric.USAGE_ESTIMATED,
                                            EnrichmentMetric.USAGE_CAPPED)),
                    new Row(
                            "What fails, and why?",
                            DashboardPanel.of("The endpoint's failures a second", "ops")
                                    .rates(kinds(FailureKind::isEndpoints)),
                            DashboardPanel.of("What stops the job or has it wait", "ops")
                                    .rates(kinds(Dashboard::stops)),
                            DashboardPanel.of("Failures of records and answers a second", "ops")
                                    .rates(kinds(kind -> !kind.isEndpoints() && !stops(kind))),
                            DashboardPanel.of("Texts with characters replaced a second", "ops")
                                    .rates(EnrichmentMetric.TEXTS_REPLACED),
                            DashboardPanel.of("Dead letters shortened in an hour", "short")
                                    .and("", inAnHour(MetricSeries.SHORTENED))),
                    new Row(
                            "Is Flink healthy?",
                            DashboardPanel.of("Time of the last checkpoint", "ms")
                                    .and("", max(JOB + "lastCheckpointDuration")),
                            DashboardPanel.of("Checkpoints and restarts in an hour", "short")
                                    .and(
                                            "completed",
                                            inAnHour(JOB + "numberOfCompletedCheckpoints"))
                                    .and("failed", inAnHour(JOB + "numberOfFailedCheckpoints"))
                                    .and("restarts", inAnHour(JOB + "numRestarts")),
                            DashboardPanel.of("Part of the time of tasks", "percentunit")
                                    .and("busy", task("busyTimeMsPerSecond"))
                                    .and("back-pressured", task("backPressuredTimeMsPerSecond"))
                                    .and("idle (or paused)", task("idleTimeMsPerSecond")),
                            DashboardPanel.of("Heap of task managers", "bytes")
                                    .andEach("{{tm_id}}", process("Memory_Heap_Used")),
                            DashboardPanel.of("CPU load of task managers", "percentunit")
                                    .andEach("{{tm_id}}", process("CPU_Load"))));

    private Dashboard() {}

    private record Row(String title, List<DashboardPanel> panels) {
        Row(String title, DashboardPanel... panels) {
            this(title, List.of(panels));
        }
    }

    private static List<FailureKind> kinds(Predicate<FailureKind> condition) {
        return Stream.of(FailureKind.values()).filter(condition).toList();
    }

    private static boolean stops(FailureKind kind) {
        return !kind.isEndpoints() && (kind.isFatal() || kind.retryRule() == RetryRule.HOLD);
    }

    private static String task(String millisPerSecond) {
        return "avg by (job_name) (%s) / 1000".formatted(select(TASK + millisPerSecond, ""));
    }

    /** A process belongs to no job. */
    private static String process(String metric) {
        return "max by (tm_id) (flink_taskmanager_Status_JVM_" + metric + ")";
    }

    static List<DashboardPanel> panels() {
        return ROWS.stream().flatMap(row -> row.panels().stream()).toList();
    }

    static ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("uid", "gleaner").put("title", "Gleaner").put("schemaVersion", 39);
        root.put("editable", true).put("refresh", "15s").putArray("tags").add("flink");
        root.putObject("time").put("from", "now-1h").put("to", "now");
        ArrayNode variables = root.putObject("templating").putArray("list");
        variables
                .addObject()
                .put("name", "datasource")
                .put("type", "datasource")
                .put("query", "prometheus");
        ObjectNode job = variables.addObject();
        job.put("name", "job").put("type", "query").put("label", "Job").put("refresh", 2);
        job.put("query", "label_values(" + JOB + "runningTime, job_name)");
        job.put("includeAll", true).put("allValue", ".*").put("multi", true);
        job.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
        job.putObject("current").put("text", "All").put("value", "$__all");
        ArrayNode panels = root.putArray("panels");
        int y = 0;
        for (Row row : ROWS) {
            ObjectNode head = panels.addObject().put("id", panels.size()).put("type", "row");
            head.put("title", row.title()).put("collapsed", false).putArray("panels");
            head.putObject("gridPos").put("x", 0).put("y", y++).put("w", 24).put("h", 1);
            for (int i = 0; i < row.panels().size(); i++) {
                int x = i % COLUMNS * WIDTH;
                int below = y + i / COLUMNS * HEIGHT;
                panels.add(row.panels().get(i).toJson(panels.size() + 1, x, below, WIDTH, HEIGHT));
            }
            y += (row.panels().size() + COLUMNS - 1) / COLUMNS * HEIGHT;
        }
        return root;
    }
}
