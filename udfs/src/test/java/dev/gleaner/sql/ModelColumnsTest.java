package dev.gleaner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelColumnsTest {
    private static final RowType INPUT =
            (RowType)
                    DataTypes.ROW(
                                    DataTypes.FIELD("text", DataTypes.STRING()),
                                    DataTypes.FIELD("photo", DataTypes.BYTES()))
                            .getLogicalType();
    private static final RowType OUTPUT =
            (RowType)
                    DataTypes.ROW(
                                    DataTypes.FIELD("answer", DataTypes.STRING()),
                                    DataTypes.FIELD("count", DataTypes.INT()))
                            .getLogicalType();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "output.anwser.description | x | of no column; there are answer, count",
                "output.answer.descripton | x | no option of a column; there are description",
                "output.count.enum | a;b | does not fit a column of type INT",
                "input.text.mime-type | image/png | it is for BYTES",
                "output.answer.metadata | state | there is no state; there are status",
                "output.count.metadata | status | status is text; use STRING",
                "output.answer.required | yes | must be true or false, not yes",
                "output.answer.metadata | attempts | attempts is a number",
            })
    void optionThatDoesNotFit_isRefused(String key, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelColumns(INPUT, OUTPUT, Map.of(key, value)))
                .withMessageContaining(message);
    }

    private static ModelColumns columns(DataType metadataType, String metadata) {
        RowType output =
                (RowType)
                        DataTypes.ROW(
                                        DataTypes.FIELD("answer", DataTypes.STRING()),
                                        DataTypes.FIELD("m", metadataType))
                                .getLogicalType();
        return new ModelColumns(INPUT, output, Map.of("output.m.metadata", metadata));
    }

    @Test
    void notNullMetadata_isRefused_unlessItIsAlwaysThere() {
        columns(DataTypes.STRING().notNull(), "status");
        columns(DataTypes.BIGINT().notNull(), "attempts");
        assertRefused(DataTypes.STRING().notNull(), "error", "OUTPUT column m is NOT NULL");
        assertRefused(DataTypes.TINYINT().notNull(), "latency", "nullable, or BIGINT");
        assertRefused(DataTypes.BIGINT().notNull(), "cost", "make it nullable");
        DataType inner = DataTypes.ROW(DataTypes.FIELD("n", DataTypes.INT().notNull()));
        assertRefused(inner, "usageMetadata", "OUTPUT column m.n is NOT NULL");
        assertRefused(
                DataTypes.ROW(DataTypes.FIELD("r", inner)), "usageMetadata", "m.r.n is NOT NULL");
        columns(DataTypes.ARRAY(inner), "usageMetadata");
    }

    @Test
    void textMetadata_isRefused_whereItMayNotFit() {
        columns(DataTypes.VARCHAR(100), "status");
        columns(DataTypes.STRING(), "model");
        assertRefused(DataTypes.VARCHAR(10), "status", "use STRING");
        assertRefused(DataTypes.CHAR(100), "status", "use STRING");
        assertRefused(DataTypes.VARCHAR(100), "error", "use STRING");
        assertRefused(DataTypes.VARCHAR(100), "usageMetadata", "use STRING");
    }

    @Test
    void metadataOfAField_isRefused() {
        RowType output =
                (RowType)
                        DataTypes.ROW(
                                        DataTypes.FIELD(
                                                "a",
                                                DataTypes.ROW(
                                                        DataTypes.FIELD("b", DataTypes.STRING()))))
                                .getLogicalType();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ModelColumns(
                                        INPUT, output, Map.of("output.a.b.metadata", "status")))
                .withMessageContaining("output.a.b.metadata is of a field");
    }

    private static void assertRefused(DataType type, String metadata, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> columns(type, metadata))
                .withMessageContaining(message);
    }

    @Test
    void notNull_isRefused_ifAFailedRowWouldBeNull() {
        RowType output =
                (RowType)
                        DataTypes.ROW(
                                        DataTypes.FIELD("answer", DataTypes.STRING().notNull()),
                                        DataTypes.FIELD("status", DataTypes.STRING().notNull()))
                                .getLogicalType();
        ModelColumns columns =
                new ModelColumns(INPUT, output, Map.of("output.status.metadata", "status"));
        assertThatIllegalArgumentException()
                .isThrownBy(columns::checkFailedRowsFit)
                .withMessageContaining("OUTPUT column answer is NOT NULL")
                .withMessageContaining("output.answer.required")
                .withMessageContaining("on-failure");
    }

    @Test
    void row_isAJsonObject_withFilesAsDataUrls() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 1};
        byte[] json =
                new RowEncoder(INPUT).encode(GenericRowData.of(StringData.fromString("hi"), png));
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"text\":\"hi\",\"photo\":\"data:image/png;base64,iVBORw0KAQ==\"}");
    }
}
