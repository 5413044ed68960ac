package dev.gleaner.sql;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.Failure;
import dev.gleaner.model.FailureKind;
import dev.gleaner.sql.ValueDecoder.MismatchException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final ObjectReader JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .reader();

    private final List<Column> columns = new ArrayList<>();

    /** One of the two: a part of the answer, or what is known besides. */
    private record Column(
            String name,
            @Nullable ValueDecoder answer,
            @Nullable Function<EnrichmentResult, @Nullable Object> metadata) {}

    /**
     * @param metadata what columns hold that are not the answer's, by their names
     */
    RowDecoder(RowType output, Map<String, String> metadata) {
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
     * What a call comes to.
     *
     * @param data the row
     * @param failure why the columns of the answer are null in it, or null
     */
    record Decoded(RowData data, @Nullable Failure failure) {}

    /**
     * Decodes. An answer that does not fit the columns is a failure: the schema says almost all of
     * what they demand, but not that there is no 30 February.
     */
    Decoded decode(EnrichmentResult result) {
        if (result.failure() != null || result.enrichment() == null) {
            return new Decoded(row(result, null), result.failure());
        }
        try {
            return new Decoded(row(result, read(result.enrichment())), null);
        } catch (MismatchException unfit) {
            EnrichmentResult failed = failed(result, String.valueOf(unfit.getMessage()));
            return new Decoded(row(failed, null), failed.failure());
        }
    }

    private static EnrichmentResult failed(EnrichmentResult result, String why) {
        return new EnrichmentResult(
                result.source(),
                null,
                result.usageMetadata(),
                result.groundingMetadata(),
                result.details(),
                result.call(),
                new Failure(FailureKind.SCHEMA_VIOLATION, why, null, System.currentTimeMillis()));
    }

    private RowData row(EnrichmentResult result, @Nullable JsonNode answer) {
        GenericRowData row = new GenericRowData(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.metadata() != null) {
                row.setField(i, column.metadata().apply(result));
            } else if (column.answer() != null && answer != null) {
                row.setField(i, column.answer().decode(answer.path(column.name())));
            }
        }
        return row;
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a checked answer is JSON", impossible);
        }
    }
}
