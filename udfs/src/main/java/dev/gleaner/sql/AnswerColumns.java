package dev.gleaner.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.OutputSettings.Mode;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** The OUTPUT columns that an answer fills. */
record AnswerColumns(List<RowType.RowField> columns, ColumnOptions options) {
    private static final String NO_ANSWER =
            "no OUTPUT column is left for the answer; add one without a metadata option";

    /**
     * Says in a spec's output what the columns say.
     *
     * @throws IllegalArgumentException if they do not fit its mode
     */
    void describe(ObjectNode output) {
        String mode = output.path("mode").asText("schema");
        switch (mode) {
            case "text", "json" -> checkWhole(mode);
            case "image" -> {
                if (!columns.isEmpty()) {
                    checkWhole(mode);
                }
            }
            case "enum" -> {
                checkWhole(mode);
                describeWords(columns.get(0).getName(), output);
            }
            default -> {
                if (columns.isEmpty()) {
                    throw new IllegalArgumentException(NO_ANSWER);
                }
                output.set("responseSchema", ColumnSchema.sent(columns, options));
            }
        }
    }

    private void describeWords(String column, ObjectNode output) {
        List<String> words = options.words(column);
        if (words.isEmpty()) {
            throw new IllegalArgumentException(
                    "answer.mode enum needs words: give output."
                            + column
                            + ".enum, such as 'yes;no'");
        }
        words.forEach(output.putArray("values")::add);
    }

    private void checkWhole(String mode) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(NO_ANSWER);
        }
        RowType.RowField column = columns.get(0);
        if (columns.size() > 1 || !column.getType().is(LogicalTypeFamily.CHARACTER_STRING)) {
            throw new IllegalArgumentException(
                    "answer.mode "
                            + mode
                            + " fills one STRING column, but there are "
                            + columns.stream()
                                    .map(RowType.RowField::asSummaryString)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** Returns what an answer must satisfy if not only what the model is told; else null. */
    @Nullable String validationSchema(Mode mode) {
        return mode == Mode.SCHEMA || mode == Mode.FUNCTION
                ? ColumnSchema.validation(columns, options)
                : null;
    }
}
