package dev.gleaner.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.schema.ResponseSchema;
import java.math.BigDecimal;
import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The schema of an answer that fills columns. Everything is required; what is nullable may be null.
 * A map is a list of objects with a key and a value, as Gemini's schemas have no other.
 */
final class ColumnSchema {
    static final String KEY = "key";
    static final String VALUE = "value";

    /** As SQL writes it; {@code format: time} would want an offset. */
    private static final String TIME = "^([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?$";

    private static final String TIMESTAMP =
            "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T" + TIME.substring(1);

    private final ColumnOptions options;
    private final boolean sent;

    private ColumnSchema(ColumnOptions options, boolean sent) {
        this.options = options;
        this.sent = sent;
    }

    /**
     * Derives what the model is told.
     *
     * @param columns that the answer fills, at least one
     * @throws UnsupportedColumnException if a column is of a type that JSON cannot carry
     */
    static ObjectNode sent(List<RowType.RowField> columns, ColumnOptions options) {
        return new ColumnSchema(options, true).object(columns, "");
    }

    /**
     * Derives what an answer must satisfy: all that fits the columns, and nothing else.
     *
     * @throws dev.gleaner.schema.InvalidSchemaException if it is no schema
     */
    static String validation(List<RowType.RowField> columns, ColumnOptions options) {
        return ResponseSchema.parse(new ColumnSchema(options, false).object(columns, ""))
                .validationSchema();
    }

    private ObjectNode object(List<RowType.RowField> fields, String parent) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        ArrayNode ordering = schema.putArray("propertyOrdering");
        for (RowType.RowField field : fields) {
            String path = parent.isEmpty() ? field.getName() : parent + '.' + field.getName();
            properties.set(field.getName(), value(field.getType(), path));
            required.add(field.getName());
            ordering.add(field.getName());
        }
        return schema;
    }

    private ObjectNode value(LogicalType type, String path) {
        ObjectNode schema = bare(type, path);
        options.description(path).ifPresent(text -> schema.put("description", text));
        if (type.isNullable() && !options.isRequired(path)) {
            schema.put("nullable", true);
        }
        return schema;
    }

    private ObjectNode bare(LogicalType type, String path) {
        return switch (type.getTypeRoot()) {
            case CHAR -> text(((CharType) type).getLength(), path);
            case VARCHAR -> text(((VarCharType) type).getLength(), path);
            case BOOLEAN -> of("boolean");
            case TINYINT -> integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> integer(Integer.MIN_VALUE, Integer.MAX_VALUE).put("format", "int32");
            case BIGINT -> integer(Long.MIN_VALUE, Long.MAX_VALUE).put("format", "int64");
            case FLOAT, DOUBLE -> of("number");
            case DECIMAL -> decimal((DecimalType) type);
            case DATE -> of("string").put("format", "date");
            case TIME_WITHOUT_TIME_ZONE ->
                    of("string").put("pattern", TIME).put("description", "A time: 13:45:00");
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    of("string")
                            .put("pattern", TIMESTAMP)
                            .put("description", "Date and time without zone: 2026-01-31T13:45:00");
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> of("string").put("format", "date-time");
            case ARRAY -> array(((ArrayType) type).getElementType(), path);
            case MAP -> map((MapType) type, path);
            case ROW -> object(((RowType) type).getFields(), path);
            default -> throw new UnsupportedColumnException("OUTPUT column " + path, type);
        };
    }

    private static ObjectNode of(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private ObjectNode text(int length, String path) {
        ObjectNode schema = of("string");
        if (length != VarCharType.MAX_LENGTH) {
            schema.put("maxLength", length);
        }
        List<String> words = options.words(path);
        if (!words.isEmpty()) {
            words.forEach(schema.putArray("enum")::add);
        }
        return schema;
    }

    /** The model is not told the bounds of 32 and 64 bits, which are not what they are about. */
    private ObjectNode integer(long least, long most) {
        boolean worthSaying = !sent || most <= Short.MAX_VALUE;
        ObjectNode schema = of("integer");
        return worthSaying ? schema.put("minimum", least).put("maximum", most) : schema;
    }

    /** Digits after the point are rounded, as SQL does; those before it must fit. */
    private ObjectNode decimal(DecimalType type) {
        ObjectNode schema = of(type.getScale() == 0 ? "integer" : "number");
        if (!sent) {
            BigDecimal bound = BigDecimal.ONE.movePointRight(type.getPrecision() - type.getScale());
            schema.put("exclusiveMinimum", bound.negate()).put("exclusiveMaximum", bound);
        }
        return schema;
    }

    private ObjectNode array(LogicalType element, String path) {
        ObjectNode schema = of("array");
        // What is said of the column is said of the whole list, but for the words.
        ObjectNode items = bare(element, path);
        if (element.isNullable() && !options.isRequired(path)) {
            items.put("nullable", true);
        }
        schema.set("items", items);
        return schema;
    }

    private ObjectNode map(MapType type, String path) {
        ObjectNode entry =
                object(
                        List.of(
                                new RowType.RowField(KEY, type.getKeyType().copy(false)),
                                new RowType.RowField(VALUE, type.getValueType())),
                        path);
        ObjectNode schema = of("array");
        schema.set("items", entry);
        return schema;
    }
}
