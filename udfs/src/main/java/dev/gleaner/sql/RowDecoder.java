package dev.gleaner.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gleaner.enrich.OutputSettings.Mode;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.sql.ValueDecoder.MismatchException;
import dev.gleaner.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** Makes a row from the result of a call. Immutable and thread-safe. */
final class RowDecoder {
    private final Mode mode;
    private final List<Column> columns = new ArrayList<>();

    /** One of the two: a part of the answer, or what is known besides. */
    private record Column(
            String name,
            @Nullable ValueDecoder answer,
            @Nullable Function<EnrichmentResult, @Nullable Object> metadata) {}

    /**
     * @param metadata what columns hold that are not the answer's, by their names
     * @param mode the form of the answer
     */
    RowDecoder(RowType output, Map<String, String> metadata, Mode mode) {
        this.mode = mode;
        for (RowType.RowField column : output.getFields()) {
            String held = metadata.get(column.getName());
            columns.add(
                    held == null
                            ? new Column(
                                    column.getName(),
                                    ValueDecoders.of(column.getType(), column.getName()),
                                    null)
                            : new Column(
                                    column.getName(),
                                    null,
                                    Metadata.of(held)
                                            .orElseThrow()
                                            .column(column.getType(), column.getName())));
        }
    }

    /**
     * Returns why an answer does not fit the columns, or null if it does: the schema says almost
     * all of what they demand, but not, say, how large a DOUBLE may be.
     */
    @Nullable String misfit(String json) {
        JsonNode answer = read(json);
        try {
            for (Column column : columns) {
                if (column.answer() != null) {
                    column.answer().decode(part(answer, column.name()));
                }
            }
            return null;
        } catch (MismatchException unfit) {
            return unfit.getMessage();
        }
    }

    /** Decodes. The answer fits the columns. */
    RowData decode(EnrichmentResult result) {
        byte[] answer = result.enrichment();
        return row(
                result, answer == null ? null : read(new String(answer, StandardCharsets.UTF_8)));
    }

    private RowData row(EnrichmentResult result, @Nullable JsonNode answer) {
        GenericRowData row = new GenericRowData(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.metadata() != null) {
                row.setField(i, column.metadata().apply(result));
            } else if (column.answer() != null && answer != null) {
                row.setField(i, column.answer().decode(part(answer, column.name())));
            }
        }
        return row;
    }

    private JsonNode part(JsonNode answer, String column) {
        return switch (mode) {
            case SCHEMA, FUNCTION -> answer.path(column);
            case TEXT, ENUM -> answer;
            case JSON -> TextNode.valueOf(answer.toString());
            // Before its files are written the answer is the text alone.
            case IMAGE -> answer.isTextual() ? answer : answer.path("text");
        };
    }

    private static JsonNode read(String json) {
        try {
            return Json.read(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a checked answer is JSON", impossible);
        }
    }
}
