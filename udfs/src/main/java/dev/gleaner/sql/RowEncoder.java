package dev.gleaner.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.gleaner.sql.ValueEncoders.ValueEncoder;
import dev.gleaner.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Makes the value of a record from a row: a JSON object in UTF-8, with a field for each column.
 * Immutable and thread-safe.
 */
final class RowEncoder {
    private final List<String> names;
    private final List<ValueEncoder> columns = new ArrayList<>();
    private final List<RowData.FieldGetter> getters = new ArrayList<>();

    /**
     * @throws UnsupportedColumnException if JSON cannot carry the type of a column
     */
    RowEncoder(RowType input) {
        names = input.getFieldNames();
        for (RowType.RowField column : input.getFields()) {
            columns.add(ValueEncoders.ofColumn(column.getType(), column.getName()));
            getters.add(RowData.createFieldGetter(column.getType(), getters.size()));
        }
    }

    byte[] encode(RowData row) {
        try (ByteArrayBuilder out = new ByteArrayBuilder();
                JsonGenerator json = Json.documents().createGenerator(out)) {
            json.writeStartObject();
            for (int i = 0; i < names.size(); i++) {
                json.writeFieldName(names.get(i));
                columns.get(i).writeNullable(getters.get(i).getFieldOrNull(row), json);
            }
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }
}
