package dev.gleaner.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gleaner.sql.ValueDecoder.MismatchException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.jspecify.annotations.Nullable;

/** The decoders of Flink's types. */
final class ValueDecoders {
    private static final int NANO_DIGITS = 9;

    private ValueDecoders() {}

    /**
     * Returns the decoder of a type.
     *
     * @throws UnsupportedColumnException if JSON cannot carry it
     */
    static ValueDecoder of(LogicalType type, String path) {
        ValueDecoder present = ofPresent(type, path);
        String mismatch = path + " is no " + type.copy(true).asSummaryString();
        return json -> {
            if (json.isMissingNode() || json.isNull()) {
                if (!type.isNullable()) {
                    throw new MismatchException(path + " is null");
                }
                return null;
            }
            Object value;
            try {
                value = present.decode(json);
            } catch (DateTimeException | ArithmeticException | NumberFormatException unfit) {
                throw new MismatchException(mismatch);
            }
            if (value == null) {
                throw new MismatchException(mismatch);
            }
            return value;
        };
    }

    /** Returns one that takes null for whatever is none of the type. */
    static ValueDecoder lenient(LogicalType type, String path) {
        ValueDecoder decoder =
                type instanceof RowType row ? lenientRow(row, path) : of(type.copy(true), path);
        return json -> {
            try {
                return decoder.decode(json);
            } catch (MismatchException unfit) {
                return null;
            }
        };
    }

    private static ValueDecoder lenientRow(RowType type, String path) {
        List<ValueDecoder> fields = new ArrayList<>();
        for (RowType.RowField field : type.getFields()) {
            fields.add(lenient(field.getType(), path + '.' + field.getName()));
        }
        return json -> json.isObject() ? row(type, fields, json) : null;
    }

    /** Returns one that gives null for what is none of the type. */
    private static ValueDecoder ofPresent(LogicalType type, String path) {
        return switch (type.getTypeRoot()) {
            case CHAR -> json -> padded(json, ((CharType) type).getLength());
            case VARCHAR -> json -> text(json, ((VarCharType) type).getLength());
            case BOOLEAN -> json -> json.isBoolean() ? (Boolean) json.booleanValue() : null;
            case TINYINT -> json -> json.isNumber() ? (Byte) whole(json).byteValueExact() : null;
            case SMALLINT -> json -> json.isNumber() ? (Short) whole(json).shortValueExact() : null;
            case INTEGER -> json -> json.isNumber() ? (Integer) whole(json).intValueExact() : null;
            case BIGINT -> json -> json.isNumber() ? (Long) whole(json).longValueExact() : null;
            case FLOAT -> json -> json.isNumber() ? finite(json.floatValue()) : null;
            case DOUBLE -> json -> json.isNumber() ? finite(json.doubleValue()) : null;
            case DECIMAL -> json -> json.isNumber() ? decimal(json, (DecimalType) type) : null;
            case DATE -> json -> (int) LocalDate.parse(json.asText()).toEpochDay();
            case TIME_WITHOUT_TIME_ZONE ->
                    json -> LocalTime.parse(json.asText()).get(ChronoField.MILLI_OF_DAY);
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    json -> timestamp(json, ((TimestampType) type).getPrecision());
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    json -> instant(json, ((LocalZonedTimestampType) type).getPrecision());
            case ARRAY -> array((ArrayType) type, path);
            case MAP -> map((MapType) type, path);
            case ROW -> row((RowType) type, path);
            default -> throw new UnsupportedColumnException("OUTPUT column " + path, type);
        };
    }

    private static @Nullable Object text(JsonNode json, int length) {
        if (!json.isTextual()) {
            return null;
        }
        String text = json.textValue();
        return text.length() <= length || text.codePointCount(0, text.length()) <= length
                ? StringData.fromString(text)
                : null;
    }

    private static @Nullable Object padded(JsonNode json, int length) {
        Object text = text(json, length);
        if (text == null) {
            return null;
        }
        String value = json.textValue();
        int missing = length - value.codePointCount(0, value.length());
        return missing == 0 ? text : StringData.fromString(value + " ".repeat(missing));
    }

    private static @Nullable Float finite(float value) {
        return Float.isFinite(value) ? (Float) value : null;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }

    private static BigInteger whole(JsonNode json) {
        if (json.isIntegralNumber()) {
            return json.bigIntegerValue();
        }
        BigDecimal value = json.decimalValue();
        if (isAbsurd(value)) {
            throw new ArithmeticException("no whole number of any type");
        }
        return value.toBigIntegerExact();
    }

    private static @Nullable Object decimal(JsonNode json, DecimalType type) {
        BigDecimal value = json.decimalValue();
        return isAbsurd(value)
                ? null
                : DecimalData.fromBigDecimal(value, type.getPrecision(), type.getScale());
    }

    /** What a hostile answer may write, such as 1E+999999999, would fill the memory. */
    private static boolean isAbsurd(BigDecimal value) {
        return Math.abs((long) value.scale()) > 1_000 || value.precision() > 1_000;
    }

    private static Object timestamp(JsonNode json, int precision) {
        LocalDateTime time = LocalDateTime.parse(json.asText());
        return TimestampData.fromLocalDateTime(time.withNano(truncated(time, precision)));
    }

    private static Object instant(JsonNode json, int precision) {
        Instant time = OffsetDateTime.parse(json.asText()).toInstant();
        return TimestampData.fromInstant(
                time.with(ChronoField.NANO_OF_SECOND, truncated(time, precision)));
    }

    /** Returns the nanoseconds of the second, cut to so many digits. */
    private static int truncated(TemporalAccessor time, int digits) {
        int unit = (int) Math.pow(10, NANO_DIGITS - digits);
        return time.get(ChronoField.NANO_OF_SECOND) / unit * unit;
    }

    private static ValueDecoder array(ArrayType type, String path) {
        ValueDecoder element = of(type.getElementType(), "an element of " + path);
        return json -> {
            if (!json.isArray()) {
                return null;
            }
            @Nullable Object[] elements = new Object[json.size()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = element.decode(json.get(i));
            }
            return new GenericArrayData(elements);
        };
    }

    /** From a list of objects with key and value, or from an object. */
    private static ValueDecoder map(MapType type, String path) {
        ValueDecoder key = of(type.getKeyType().copy(false), "a key of " + path);
        ValueDecoder value = of(type.getValueType(), "a value of " + path);
        return json -> {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            if (json.isArray()) {
                for (JsonNode entry : json) {
                    map.put(
                            key.decode(entry.path(ColumnSchema.KEY)),
                            value.decode(entry.path(ColumnSchema.VALUE)));
                }
            } else if (json.isObject()) {
                for (Map.Entry<String, JsonNode> entry : json.properties()) {
                    map.put(
                            key.decode(TextNode.valueOf(entry.getKey())),
                            value.decode(entry.getValue()));
                }
            } else {
                return null;
            }
            return new GenericMapData(map);
        };
    }

    private static ValueDecoder row(RowType type, String path) {
        List<ValueDecoder> fields = new ArrayList<>();
        for (RowType.RowField field : type.getFields()) {
            fields.add(of(field.getType(), path + '.' + field.getName()));
        }
        return json -> json.isObject() ? row(type, fields, json) : null;
    }

    private static Object row(RowType type, List<ValueDecoder> fields, JsonNode json) {
        GenericRowData row = new GenericRowData(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            row.setField(i, fields.get(i).decode(json.path(type.getFields().get(i).getName())));
        }
        return row;
    }
}
