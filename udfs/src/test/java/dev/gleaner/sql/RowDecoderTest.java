package dev.gleaner.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.enrich.OutputSettings.Mode;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;

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
}
