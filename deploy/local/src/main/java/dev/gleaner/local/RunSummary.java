package dev.gleaner.local;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param records records loaded
 * @param counts what came out of them
 * @param prices the version of the table that costs are counted by
 * @param elapsedMillis from the submission of the job to its end
 */
record RunSummary(long records, OutcomeCounts counts, String prices, long elapsedMillis) {
    private static final Comparator<Map.Entry<String, Long>> MOST_FIRST =
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey());

    /** Whether every record came out, and, as far as the records tell, exactly once. */
    boolean isComplete() {
        return counts.total() == records && (!counts.offsetsKnown() || counts.eachOnce(records));
    }

    /** Returns whether the run did what it is for: every record came out, at least one enriched. */
    boolean isSuccess() {
        return isComplete() && counts.enriched() > 0;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        row(text, "records in", "%,d", records);
        row(text, "enriched", "%,d", counts.enriched());
        row(text, "dead letters", "%,d", counts.deadLettered());
        counts.deadLetters().entrySet().stream()
                .sorted(MOST_FIRST)
                .forEach(kind -> kindRow(text, kind.getKey(), kind.getValue()));
        row(text, "each source offset once", "%s", once());
        row(text, "records/s", "%,.0f", counts.total() * 1000.0 / Math.max(1, elapsedMillis));
        row(text, "tokens", "%,d", counts.tokens());
        if (counts.costUsd() != null) {
            row(text, "cost", "%s", cost(counts.costUsd()));
        }
        row(text, "elapsed", "%.1f s", elapsedMillis / 1000.0);
        return text.toString();
    }

    /** Rounded up, so that nothing looks free that is not. */
    private String cost(BigDecimal usd) {
        return String.format(
                Locale.ROOT, "$%,.4f (prices: %s)", usd.setScale(4, RoundingMode.CEILING), prices);
    }

    private String once() {
        if (!counts.offsetsKnown()) {
            return "unknown: this layout does not say where a record came from";
        }
        if (counts.eachOnce(records)) {
            return "yes";
        }
        return String.format(
                Locale.ROOT,
                "no: %,d missing, %,d repeated",
                records - counts.distinctOffsets(),
                counts.repeatedOffsets());
    }

    private void kindRow(StringBuilder text, String kind, long number) {
        String detail = counts.firstDetails().get(kind);
        String example =
                detail == null ? "" : "  such as: " + detail.lines().findFirst().orElse("");
        row(text, "  " + kind, "%s", String.format(Locale.ROOT, "%,d%s", number, example));
    }

    private static void row(StringBuilder text, String name, String format, Object value) {
        text.append(String.format(Locale.ROOT, "  %-24s " + format + "%n", name, value));
    }
}
