package dev.gleaner.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One contender under one load.
 *
 * @param contender who
 * @param recordsPerSecond throughput
 * @param ofIdeal throughput over the ideal, where there is one
 * @param cpuMicros CPU time of the client's JVM for each record, where it was taken
 * @param attempts attempts for each record
 * @param checks the bars that hold for it, maybe none
 */
public record Row(
        String contender,
        OptionalDouble recordsPerSecond,
        OptionalDouble ofIdeal,
        OptionalDouble cpuMicros,
        OptionalDouble attempts,
        List<Check> checks) {

    /** Copies the checks. */
    public Row {
        checks = List.copyOf(checks);
    }

    /** What stands in place of a measurement that could not be made. */
    public static Row failed(String contender, String why) {
        OptionalDouble none = OptionalDouble.empty();
        return new Row(
                contender,
                none,
                none,
                none,
                none,
                List.of(new Check("runs", why.lines().findFirst().orElse(why), false)));
    }

    /** The same with these checks. */
    public Row with(List<Check> others) {
        return new Row(contender, recordsPerSecond, ofIdeal, cpuMicros, attempts, others);
    }
}
