package dev.gleaner.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** How values in Flink's internal form are written as JSON. */
final class ValueEncoders {
    private ValueEncoders() {}

    /** Writes one value that is not null. Immutable and thread-safe. */
    @FunctionalInterface
    interface ValueEncoder {
        void write(Object value, JsonGenerator json) throws IOException;

        default void writeNullable(@Nullable Object value, JsonGenerator json) throws IOException {
            if (value == null) {
                json.writeNull();
            } else {
                write(value, json);
            }
        }
    }

    /**
     * Returns the encoder of a column; files are columns of their own, and nothing within another.
     *
     * @throws UnsupportedColumnException if JSON cannot carry its type
     */
    static ValueEncoder ofColumn(LogicalType type, String path) {
        return isFile(type) ? ValueEncoders::file : of(type, path);
    }

    /** Returns whether a column holds files. */
    static boolean isFile(LogicalType type) {
        return type.is(LogicalTypeFamily.BINARY_STRING);
    }

    private static ValueEncoder of(LogicalType type, String path) {
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> (value, json) -> json.writeString(value.toString());
            case BOOLEAN -> (value, json) -> json.writeBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                    (value, json) -> json.writeNumber(((Number) value).longValue());
            case FLOAT -> (value, json) -> json.writeNumber((Float) value);
            case DOUBLE -> (value, json) -> json.writeNumber((Double) value);
            case DECIMAL ->
                    (value, json) ->
                            json.writeNumber(((DecimalData) value).toBigDecimal().toPlainString());
            case DATE ->
                    (value, json) ->
                            json.writeString(LocalDate.ofEpochDay((Integer) value).toString());
            case TIME_WITHOUT_TIME_ZONE ->
                    (value, json) ->
                            json.writeString(
                                    LocalTime.ofNanoOfDay(
                                                    TimeUnit.MILLISECONDS.toNanos((Integer) value))
                                            .toString());
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    (value, json) ->
                            json.writeString(((TimestampData) value).toLocalDateTime().toString());
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    (value, json) ->
                            json.writeString(((TimestampData) value).toInstant().toString());
            case ARRAY -> array((ArrayType) type, path);
            case MAP -> map((MapType) type, path);
            case ROW -> row((RowType) type, path);
            default -> throw new UnsupportedColumnException("INPUT column " + path, type);
        };
    }

    /** As a data: URL if the kind of file is known, else in base64. */
    private static void file(Object value, JsonGenerator json) throws IOException {
        byte[] bytes = (byte[]) value;
        String base64 = Base64.getEncoder().encodeToString(bytes);
        String mimeType = FileType.mimeType(bytes);
        json.writeString(mimeType == null ? base64 : "data:" + mimeType + ";base64," + base64);
    }

    private static ValueEncoder array(ArrayType type, String path) {
        ValueEncoder element = of(type.getElementType(), path);
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type.getElementType());
        return (value, json) -> {
            ArrayData array = (ArrayData) value;
            json.writeStartArray();
            for (int i = 0; i < array.size(); i++) {
                element.writeNullable(getter.getElementOrNull(array, i), json);
            }
            json.writeEndArray();
        };
    }

    /** As an object if keys are texts, else as a list of keys and values. */
    private static ValueEncoder map(MapType type, String path) {
        boolean named = type.getKeyType().is(LogicalTypeFamily.CHARACTER_STRING);
        ValueEncoder key = of(type.getKeyType(), path);
        ValueEncoder value = of(type.getValueType(), path);
        ArrayData.ElementGetter keys = ArrayData.createElementGetter(type.getKeyType());
        ArrayData.ElementGetter values = ArrayData.createElementGetter(type.getValueType());
        return (object, json) -> {
            MapData map = (MapData) object;
            if (named) {
                json.writeStartObject();
            } else {
                json.writeStartArray();
            }
            for (int i = 0; i < map.size(); i++) {
                Object name = keys.getElementOrNull(map.keyArray(), i);
                Object content = values.getElementOrNull(map.valueArray(), i);
                if (named) {
                    json.writeFieldName(String.valueOf(name));
                    value.writeNullable(content, json);
                } else {
                    json.writeStartObject();
                    json.writeFieldName(ColumnSchema.KEY);
                    key.writeNullable(name, json);
                    json.writeFieldName(ColumnSchema.VALUE);
                    value.writeNullable(content, json);
                    json.writeEndObject();
                }
            }
            if (named) {
                json.writeEndObject();
            } else {
                json.writeEndArray();
            }
        };
    }

    private static ValueEncoder row(RowType type, String path) {
        List<ValueEncoder> fields = new ArrayList<>();
        List<RowData.FieldGetter> getters = new ArrayList<>();
        for (RowType.RowField field : type.getFields()) {
            fields.add(of(field.getType(), path + '.' + field.getName()));
            getters.add(RowData.createFieldGetter(field.getType(), getters.size()));
        }
        List<String> names = type.getFieldNames();
        return (value, json) -> {
            json.writeStartObject();
            for (int i = 0; i < fields.size(); i++) {
                json.writeFieldName(names.get(i));
                fields.get(i).writeNullable(getters.get(i).getFieldOrNull((RowData) value), json);
            }
            json.writeEndObject();
        };
    }
}
