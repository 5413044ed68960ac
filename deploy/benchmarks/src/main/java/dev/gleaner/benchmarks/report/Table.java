package dev.gleaner.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** All rows as one Markdown table, under what they were measured on. Used by one thread. */
public final class Table {
    private static final List<String> COLUMNS =
            List.of(
                    "load",
                    "contender",
                    "records/s",
                    "of ideal",
                    "CPU µs/record",
                    "attempts/record",
                    "bar",
                    "measured",
                    "");

    private final List<String> head;
    private final List<List<String>> lines = new ArrayList<>();
    private int bars;
    private int missed;

    /**
     * @param head paragraphs above the table
     */
    public Table(List<String> head) {
        this.head = List.copyOf(head);
    }

    /** Adds the rows of a load. */
    public void add(String load, List<Row> rows) {
        String name = load;
        for (Row row : rows) {
            add(name, row);
            name = "";
        }
    }

    private void add(String load, Row row) {
        List<String> cells =
                new ArrayList<>(
                        List.of(
                                load,
                                row.contender(),
                                cell("%,.0f", row.recordsPerSecond()),
                                cell("%.2f", row.ofIdeal()),
                                cell("%.0f", row.cpuMicros()),
                                cell("%.2f", row.attempts())));
        if (row.checks().isEmpty()) {
            cells.addAll(List.of("", "", ""));
            lines.add(cells);
        }
        for (Check check : row.checks()) {
            bars++;
            missed += check.met() ? 0 : 1;
            cells.addAll(List.of(check.bar(), check.measured(), check.met() ? "met" : "MISSED"));
            lines.add(cells);
            cells = new ArrayList<>(List.of("", "", "", "", "", ""));
        }
    }

    private static String cell(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "";
    }

    /** Returns head, table and how many bars were met. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        head.forEach(paragraph -> text.append(paragraph).append("\n\n"));
        line(text, COLUMNS);
        line(text, List.of("---", "---", "--:", "--:", "--:", "--:", "---", "--:", "---"));
        lines.forEach(cells -> line(text, cells));
        return text.append('\n')
                .append(String.format(Locale.ROOT, "%d of %d bars met.%n", bars - missed, bars))
                .toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ");
        text.append(String.join(" | ", cells.stream().map(Table::escaped).toList()));
        text.append(" |\n");
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|").replace('\n', ' ');
    }
}
