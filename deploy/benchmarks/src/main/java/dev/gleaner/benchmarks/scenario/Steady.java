package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import dev.gleaner.benchmarks.series.Window;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What was measured between two times.
 *
 * @param window what the simulator saw
 * @param cpuMicros CPU time of the client's JVM for each record
 */
record Steady(Window window, double cpuMicros) {

    double ofIdeal(double idealPerSecond) {
        return window.acceptedPerSecond() / idealPerSecond;
    }

    /** A row without an ideal. */
    Row row(Contender contender) {
        return row(contender, OptionalDouble.empty(), List.of());
    }

    Row row(Contender contender, double idealPerSecond, List<Check> checks) {
        return row(contender, OptionalDouble.of(ofIdeal(idealPerSecond)), checks);
    }

    private Row row(Contender contender, OptionalDouble ofIdeal, List<Check> checks) {
        return new Row(
                Lab.title(contender),
                OptionalDouble.of(window.acceptedPerSecond()),
                ofIdeal,
                window.accepted() > 0 ? OptionalDouble.of(cpuMicros) : OptionalDouble.empty(),
                OptionalDouble.of(window.attemptsPerRecord()),
                checks);
    }
}
