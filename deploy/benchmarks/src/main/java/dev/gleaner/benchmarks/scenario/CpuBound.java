package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** No latency: what a record costs the client. */
final class CpuBound implements Scenario {
    private static final int CAPACITY = 200;
    private static final long RECORDS_PER_SECOND = 14_000;

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String load() {
        return "zero latency, capacity 200 (CPU bound)";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.values());
    }

    @Override
    public List<Row> measure(Lab lab, Contender contender) throws Exception {
        double warmUp = lab.pace().seconds(12, 6);
        double time = lab.pace().seconds(14, 5);
        TrialSettings settings =
                TrialSettings.of(
                                CAPACITY,
                                "{\"latency\":\"none\"}",
                                Math.round((warmUp + time + 4) * RECORDS_PER_SECOND))
                        .apart();
        try (Trial trial = lab.start(contender, settings)) {
            trial.passUntilAfterStart(warmUp);
            trial.passUntilRecords(lab.pace().records(40_000, 10_000), warmUp);
            return List.of(trial.measure(time).row(contender));
        }
    }

    @Override
    public List<Row> compared(List<Row> rows) {
        return rows.stream().map(row -> row.with(checks(row, rows))).toList();
    }

    private static List<Check> checks(Row row, List<Row> rows) {
        if (row.cpuMicros().isEmpty()) {
            return row.checks();
        }
        List<Check> checks = new ArrayList<>();
        if (is(row, Contender.FUNCTION)) {
            addRatio(checks, row, rows, Contender.NAIVE, 1.25);
            addRatio(checks, row, rows, Contender.SDK, 0.25);
        } else if (is(row, Contender.JOB)) {
            addRatio(checks, row, rows, Contender.SDK, 0.35);
        }
        return checks;
    }

    private static void addRatio(
            List<Check> checks, Row row, List<Row> rows, Contender other, double bound) {
        OptionalDouble others =
                rows.stream()
                        .filter(each -> is(each, other) && each.cpuMicros().isPresent())
                        .mapToDouble(each -> each.cpuMicros().getAsDouble())
                        .findFirst();
        if (others.isPresent()) {
            double ratio = row.cpuMicros().getAsDouble() / others.getAsDouble();
            checks.add(Check.atMost("CPU of (" + other.letter() + ")", ratio, bound, " ×"));
        }
    }

    private static boolean is(Row row, Contender contender) {
        return row.contender().equals(Lab.title(contender));
    }
}
