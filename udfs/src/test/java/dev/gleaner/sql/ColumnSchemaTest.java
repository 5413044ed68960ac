package dev.gleaner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.OutputSettings.Mode;
import dev.gleaner.schema.AnswerCheck;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.schema.ResponseSchema;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnSchemaTest {
    private static final RowType NO_INPUT =
            (RowType) DataTypes.ROW(DataTypes.FIELD("x", DataTypes.STRING())).getLogicalType();

    private static AnswerColumns columns(DataType type, Map<String, String> options) {
        RowType output = (RowType) DataTypes.ROW(DataTypes.FIELD("c", type)).getLogicalType();
        return new ModelColumns(NO_INPUT, output, options).answer();
    }

    private static JsonNode wire(DataType type, Map<String, String> options) throws Exception {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        columns(type, options).describe(output);
        return new JsonMapper()
                .readTree(ResponseSchema.parse(output.path("responseSchema")).wireSchema())
                .path("properties")
                .path("c");
    }

    private static String validation(DataType type, Map<String, String> options) {
        return Objects.requireNonNull(columns(type, options).validationSchema(Mode.SCHEMA));
    }

    private static boolean takes(DataType type, String json) {
        return AnswerValidator.forSchema(validation(type, Map.of())).check("{\"c\": " + json + "}")
                instanceof AnswerCheck.Valid;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRING | STRING | ",
                "BOOLEAN | BOOLEAN | ",
                "INT | INTEGER | int32",
                "BIGINT | INTEGER | int64",
                "DOUBLE | NUMBER | ",
                "DECIMAL | NUMBER | ",
                "DATE | STRING | ",
                "TIMESTAMP_LTZ | STRING | date-time",
            })
    void type_isGeminis(String type, String wireType, String format) throws Exception {
        JsonNode wire = wire(type(type), Map.of());
        assertThat(wire.path("type").asText()).isEqualTo(wireType);
        assertThat(wire.path("format").asText(null)).isEqualTo(format);
        assertThat(wire.path("nullable").asBoolean()).isTrue();
    }

    private static DataType type(String name) {
        return switch (name) {
            case "STRING" -> DataTypes.STRING();
            case "BOOLEAN" -> DataTypes.BOOLEAN();
            case "TINYINT" -> DataTypes.TINYINT();
            case "INT" -> DataTypes.INT();
            case "BIGINT" -> DataTypes.BIGINT();
            case "DOUBLE" -> DataTypes.DOUBLE();
            case "DECIMAL" -> DataTypes.DECIMAL(5, 2);
            case "DATE" -> DataTypes.DATE();
            case "TIME" -> DataTypes.TIME(3);
            case "TIMESTAMP" -> DataTypes.TIMESTAMP(3);
            case "TIMESTAMP_LTZ" -> DataTypes.TIMESTAMP_LTZ(3);
            case "VARCHAR" -> DataTypes.VARCHAR(3);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "TINYINT, 127, 128",
        "INT, 2147483647, 2147483648",
        "BIGINT, -9223372036854775808, -9223372036854775809",
        "DECIMAL, 999.99, 1000",
        "VARCHAR, '\"abc\"', '\"abcd\"'",
        "DATE, '\"2026-02-28\"', '\"2026-02-30\"'",
        "TIME, '\"23:59:59.5\"', '\"24:00:00\"'",
        "TIMESTAMP, '\"2026-01-31T00:00:00\"', '\"2026-01-31T00:00:00Z\"'",
        "TIMESTAMP_LTZ, '\"2026-01-31T00:00:00Z\"', '\"2026-01-31T00:00:00\"'",
    })
    void answer_isHeldToWhatFits(String type, String good, String bad) {
        assertThat(takes(type(type), good)).isTrue();
        assertThat(takes(type(type), "null")).isTrue();
        assertThat(takes(type(type), bad)).isFalse();
        assertThat(takes(type(type).notNull(), "null")).isFalse();
    }

    @Test
    void required_isNotNull_thoughTheColumnIs() throws Exception {
        assertThat(wire(DataTypes.STRING(), Map.of("output.c.required", "true")).has("nullable"))
                .isFalse();
    }

    @Test
    void words_areThoseOfTheElements() throws Exception {
        JsonNode wire = wire(DataTypes.ARRAY(DataTypes.STRING()), Map.of("output.c.enum", "a; b"));
        assertThat(wire.path("items").path("enum")).extracting(JsonNode::asText).contains("a", "b");
    }

    @Test
    void nestedField_hasItsDescription() throws Exception {
        DataType row = DataTypes.ROW(DataTypes.FIELD("id", DataTypes.STRING()));
        JsonNode wire =
                wire(DataTypes.ARRAY(row), Map.of("output.c.id.description", "The number."));
        assertThat(wire.path("items").path("properties").path("id").path("description").asText())
                .isEqualTo("The number.");
    }

    @Test
    void map_isAListOfKeysAndValues() throws Exception {
        JsonNode wire = wire(DataTypes.MAP(DataTypes.STRING(), DataTypes.INT()), Map.of());
        assertThat(wire.path("type").asText()).isEqualTo("ARRAY");
        assertThat(wire.path("items").path("properties").has("key")).isTrue();
    }

    @Test
    void typeThatJsonCannotCarry_isNamedWithItsColumn() {
        DataType row = DataTypes.ROW(DataTypes.FIELD("file", DataTypes.BYTES()));
        assertThatExceptionOfType(UnsupportedColumnException.class)
                .isThrownBy(() -> validation(row, Map.of()))
                .withMessageContaining("OUTPUT column c.file is of type BYTES");
    }
}
