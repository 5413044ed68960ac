package dev.gleaner.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.enrich.OutputSettings.Mode;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowDecoderTest {
    private final RowDecoder decoder =
            new RowDecoder(
                    (RowType)
                            DataTypes.ROW(
                                            DataTypes.FIELD("d", DataTypes.DOUBLE()),
                                            DataTypes.FIELD("status", DataTypes.STRING()))
                                    .getLogicalType(),
                    Map.of("status", "status"),
                    Mode.SCHEMA);

    @Test
    void answerThatDoesNotFitItsColumn_isToldBeforeItCounts() {
        assertThat(decoder.misfit("{\"d\": 1.5}")).isNull();
        assertThat(decoder.misfit("{\"d\": 1e400}")).isEqualTo("d is no DOUBLE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SCHEMA | {\"note\": \"hi\"} | hi",
                "FUNCTION | {\"note\": \"hi\"} | hi",
                "TEXT | \"hi\" | hi",
                "ENUM | \"hi\" | hi",
                "JSON | {\"a\":1} | {\"a\":1}",
                "JSON | \"hi\" | \"hi\"",
                "IMAGE | \"hi\" | hi",
                "IMAGE | {\"text\": \"hi\"} | hi",
            })
    void answer_isFoundInEachForm(Mode mode, String json, String text) {
        assertThat(misfit(mode, text.length(), json)).isNull();
        assertThat(misfit(mode, text.length() - 1, json)).startsWith("note is ");
    }

    @Test
    void answerThatWasAccepted_isReadWithoutALimitOfItsOwn() {
        for (String json :
                List.of(
                        "{\"" + "か".repeat(16_667) + "\":1}",
                        "[1e9999999999,0.00000012,1e3]",
                        "[".repeat(500) + "]".repeat(500))) {
            assertThat(misfit(Mode.JSON, json.length(), json)).isNull();
            assertThat(misfit(Mode.JSON, json.length() - 1, json)).startsWith("note is ");
        }
    }

    private static @Nullable String misfit(Mode mode, int length, String json) {
        RowType output =
                (RowType)
                        DataTypes.ROW(DataTypes.FIELD("note", DataTypes.VARCHAR(length).notNull()))
                                .getLogicalType();
        return new RowDecoder(output, Map.of(), mode).misfit(json);
    }
}
