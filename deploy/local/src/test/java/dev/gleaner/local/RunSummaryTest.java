package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSummaryTest {

    @Test
    void everyOffsetOnce_isComplete() {
        RunSummary summary = summary(10, 8, Map.of("TRUNCATED", 1L, "INVALID_JSON", 1L), 10, 0);
        assertThat(summary.isComplete()).isTrue();
        assertThat(summary.text())
                .isEqualToNormalizingNewlines(
                        """
                          records in               10
                          enriched                 8
                          dead letters             2
                            INVALID_JSON           1
                            TRUNCATED              1  such as: cut at 10 tokens
                          each source offset once  yes
                          records/s                5
                          tokens                   1,234
                          elapsed                  2.0 s
                        """);
    }

    @Test
    void deadLettersBesideEnrichedRecords_areASuccess() {
        assertThat(summary(10, 1, Map.of("TRUNCATED", 9L), 10, 0).isSuccess()).isTrue();
    }

    @Test
    void deadLettersOnly_areComplete_butNoSuccess() {
        RunSummary summary = summary(10, 0, Map.of("TRUNCATED", 10L), 10, 0);
        assertThat(summary.isComplete()).isTrue();
        assertThat(summary.isSuccess()).isFalse();
    }

    @Test
    void deadLetters_areListedByNumber() {
        assertThat(summary(10, 2, Map.of("A", 1L, "B", 7L), 10, 0).text())
                .containsSubsequence("B  ", "A  ");
    }

    @Test
    void missingRecord_isIncomplete() {
        RunSummary summary = summary(10, 9, Map.of(), 9, 0);
        assertThat(summary.isComplete()).isFalse();
        assertThat(summary.text()).contains("no: 1 missing, 0 repeated");
    }

    @Test
    void repeatThatHidesALoss_isIncomplete() {
        assertThat(summary(10, 10, Map.of(), 9, 1).isComplete()).isFalse();
    }

    @Test
    void recordsWithoutPositions_areJudgedByTheirNumber() {
        assertThat(summary(10, 10, Map.of(), 0, 0).isComplete()).isTrue();
        assertThat(summary(10, 9, Map.of(), 0, 0).isComplete()).isFalse();
        assertThat(summary(10, 10, Map.of(), 0, 0).text()).contains("unknown");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0000", "0.000000001, 0.0001", "0.01225, 0.0123", "1234.5, '1,234.5000'"})
    void cost_isPrintedWhereItIsKnown_andNeverRoundedDown(BigDecimal usd, String printed) {
        assertThat(summary(1, 1, Map.of(), 1, 0, usd).text())
                .containsPattern(
                        "tokens  .*\\R"
                                + "  cost                     "
                                + Pattern.quote("$" + printed + " (prices: google-2026-10-07)")
                                + "\\R  elapsed");
    }

    private static RunSummary summary(
            long records,
            long enriched,
            Map<String, Long> deadLetters,
            long distinct,
            long repeated) {
        return summary(records, enriched, deadLetters, distinct, repeated, null);
    }

    private static RunSummary summary(
            long records,
            long enriched,
            Map<String, Long> deadLetters,
            long distinct,
            long repeated,
            @Nullable BigDecimal costUsd) {
        return new RunSummary(
                records,
                new OutcomeCounts(
                        enriched,
                        deadLetters,
                        Map.of("TRUNCATED", "cut at 10 tokens"),
                        distinct,
                        repeated,
                        1_234,
                        costUsd),
                "google-2026-10-07",
                2_000);
    }
}
