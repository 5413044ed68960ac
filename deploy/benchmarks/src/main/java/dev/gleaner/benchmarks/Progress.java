package dev.gleaner.benchmarks;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import dev.gleaner.benchmarks.scenario.Scenario;
import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalDouble;

/** Says what goes on while the table is not there yet. Used by one thread. */
final class Progress {
    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    void begins(Scenario scenario, Contender contender) {
        out.printf("%s: (%s) %s%n", scenario.name(), contender.letter(), contender.title());
    }

    void ends(Row row) {
        StringBuilder line = new StringBuilder("   ");
        add(line, " %,.0f records/s", row.recordsPerSecond());
        add(line, ", %.2f of ideal", row.ofIdeal());
        add(line, ", %.0f µs of CPU/record", row.cpuMicros());
        add(line, ", %.2f attempts/record", row.attempts());
        out.println(line);
        for (Check check : row.checks()) {
            out.printf(
                    "      %s: %s%s%n",
                    check.bar(), check.measured(), check.met() ? "" : ", MISSED");
        }
    }

    private static void add(StringBuilder line, String format, OptionalDouble value) {
        if (value.isPresent()) {
            line.append(String.format(Locale.ROOT, format, value.getAsDouble()));
        }
    }
}
