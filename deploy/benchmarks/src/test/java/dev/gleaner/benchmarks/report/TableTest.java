package dev.gleaner.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table(List.of("Two cores."));

    private static Row row(String contender, Check... checks) {
        return new Row(
                contender,
                OptionalDouble.of(12345.6),
                OptionalDouble.of(0.987),
                OptionalDouble.empty(),
                OptionalDouble.of(1),
                List.of(checks));
    }

    @Test
    void load_standsAtItsFirstRowOnly() {
        table.add("much", List.of(row("(a)"), row("(b)")));
        assertThat(table.markdown())
                .contains("| much | (a) | 12,346 | 0.99 |  | 1.00 |  |  |  |\n")
                .contains("|  | (b) | 12,346 | 0.99 |  | 1.00 |  |  |  |\n");
    }

    @Test
    void eachCheck_hasALine_andMissesAreCounted() {
        table.add(
                "much", List.of(row("(d)", new Check("x", "1", true), new Check("y", "2", false))));
        assertThat(table.markdown())
                .startsWith("Two cores.\n\n| load |")
                .contains("| much | (d) | 12,346 | 0.99 |  | 1.00 | x | 1 | met |\n")
                .contains("|  |  |  |  |  |  | y | 2 | MISSED |\n")
                .endsWith("1 of 2 bars met.\n");
    }

    @Test
    void whatCouldNotBeMeasured_isMissed_inOneLine() {
        table.add("much", List.of(Row.failed("(d)", "no | answer\nat all")));
        assertThat(table.markdown())
                .contains("| much | (d) |  |  |  |  | runs | no \\| answer | MISSED |\n");
    }
}
