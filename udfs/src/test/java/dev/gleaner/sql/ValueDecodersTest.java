package dev.gleaner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.sql.ValueDecoder.MismatchException;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueDecodersTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(DataTypes.CHAR(3), "\"abc\""),
                Arguments.of(DataTypes.STRING(), "\"a\\u00e4\\ud83d\\ude00\""),
                Arguments.of(DataTypes.BOOLEAN(), "true"),
                Arguments.of(DataTypes.TINYINT(), "-128"),
                Arguments.of(DataTypes.SMALLINT(), "32767"),
                Arguments.of(DataTypes.INT(), "-2147483648"),
                Arguments.of(DataTypes.BIGINT(), "9223372036854775807"),
                Arguments.of(DataTypes.FLOAT(), "1.5"),
                Arguments.of(DataTypes.DOUBLE(), "0.1"),
                Arguments.of(DataTypes.DECIMAL(38, 10), "1234567890123456789012345678.0123456789"),
                Arguments.of(DataTypes.DATE(), "\"1969-12-31\""),
                Arguments.of(DataTypes.TIME(3), "\"13:45:00.123\""),
                Arguments.of(DataTypes.TIMESTAMP(9), "\"1969-12-31T23:59:59.123456789\""),
                Arguments.of(DataTypes.TIMESTAMP_LTZ(3), "\"2026-01-31T13:45:00.123Z\""),
                Arguments.of(DataTypes.ARRAY(DataTypes.INT()), "[1,null,3]"),
                Arguments.of(DataTypes.MAP(DataTypes.STRING(), DataTypes.INT()), "{\"k\":1}"),
                Arguments.of(
                        DataTypes.MAP(DataTypes.INT(), DataTypes.STRING()),
                        "[{\"key\":1,\"value\":\"v\"}]"),
                Arguments.of(
                        DataTypes.ROW(
                                DataTypes.FIELD("x", DataTypes.INT()),
                                DataTypes.FIELD("y", DataTypes.ARRAY(DataTypes.STRING()))),
                        "{\"x\":1,\"y\":[\"a\"]}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void value_goesThereAndBack(DataType type, String json) throws Exception {
        Object value = decode(type, json);
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            ValueEncoders.ofColumn(type.getLogicalType(), "c").writeNullable(value, generator);
        }
        assertThat(JSON.readTree(text.toString())).isEqualTo(JSON.readTree(json));
    }

    private static @Nullable Object decode(DataType type, String json) throws Exception {
        return ValueDecoders.of(type.getLogicalType(), "c").decode(JSON.readTree(json));
    }

    @Test
    void decimal_isRoundedAsSqlDoes_andMustFit() throws Exception {
        assertThat(decode(DataTypes.DECIMAL(5, 2), "1.005")).hasToString("1.01");
        assertMismatch(DataTypes.DECIMAL(5, 2), "1000");
        assertMismatch(DataTypes.DECIMAL(5, 2), "1E+999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1E+999999999"})
    void numberBeyondTheType_isAMismatch(String json) {
        assertMismatch(DataTypes.FLOAT(), json);
        assertMismatch(DataTypes.DOUBLE(), json);
        assertMismatch(DataTypes.BIGINT(), json);
        assertMismatch(DataTypes.INT(), json);
        assertMismatch(DataTypes.DECIMAL(38, 0), json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400"})
    void metadataBeyondTheType_isNull(String json) throws Exception {
        JsonNode asRead = new JsonMapper().readTree(json);
        for (DataType type :
                List.of(
                        DataTypes.DOUBLE(),
                        DataTypes.FLOAT(),
                        DataTypes.BIGINT(),
                        DataTypes.DECIMAL(38, 0))) {
            assertThat(ValueDecoders.lenient(type.getLogicalType(), "c").decode(asRead)).isNull();
        }
    }

    @Test
    void char_isPadded_andTimestampsAreCut() throws Exception {
        assertThat(decode(DataTypes.CHAR(3), "\"a\"")).hasToString("a  ");
        assertThat(decode(DataTypes.TIMESTAMP(0), "\"2026-01-31T00:00:00.999\""))
                .hasToString("2026-01-31T00:00");
    }

    @Test
    void whatIsNoValue_isAMismatch_andNotQuoted() {
        assertMismatch(DataTypes.INT(), "\"secret\"");
        assertMismatch(DataTypes.INT(), "1.5");
        assertMismatch(DataTypes.TINYINT(), "300");
        assertMismatch(DataTypes.DATE(), "\"secret\"");
        assertMismatch(DataTypes.STRING().notNull(), "null");
        assertMismatch(DataTypes.ARRAY(DataTypes.INT()), "{\"secret\": 1}");
    }

    private static void assertMismatch(DataType type, String json) {
        assertThatExceptionOfType(MismatchException.class)
                .isThrownBy(() -> decode(type, json))
                .withMessageContaining("c")
                .withMessageNotContaining("secret");
    }

    @Test
    void lenientRow_keepsWhatFits() throws Exception {
        DataType type =
                DataTypes.ROW(
                        DataTypes.FIELD("n", DataTypes.INT()),
                        DataTypes.FIELD("s", DataTypes.STRING()),
                        DataTypes.FIELD("gone", DataTypes.INT()));
        JsonNode json = JSON.readTree("{\"n\": \"many\", \"s\": \"text\", \"more\": 1}");
        assertThat(ValueDecoders.lenient(type.getLogicalType(), "c").decode(json))
                .isEqualTo(GenericRowData.of(null, StringData.fromString("text"), null));
    }
}
