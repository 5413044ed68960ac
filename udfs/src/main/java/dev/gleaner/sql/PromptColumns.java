package dev.gleaner.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.prompt.FieldPath;
import dev.gleaner.prompt.PromptTemplate;
import dev.gleaner.spec.EnrichmentSpec;
import dev.gleaner.spec.LocationSpec;
import dev.gleaner.spec.PartSpec;
import dev.gleaner.spec.PromptSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * The INPUT columns of a model, as parts of its prompt.
 *
 * @param options of the model
 */
record PromptColumns(RowType input, Map<String, String> options) {

    /**
     * Says in a spec's prompt that files follow it, unless its parts say where they stand.
     *
     * @throws IllegalArgumentException if an option of a column has no use then
     */
    void describe(ObjectNode prompt) {
        List<RowType.RowField> files =
                input.getFields().stream()
                        .filter(column -> ValueEncoders.isFile(column.getType()))
                        .toList();
        if (files.isEmpty()) {
            return;
        }
        if (prompt.has("parts")) {
            for (RowType.RowField file : files) {
                if (options.containsKey(ModelColumns.INPUT + file.getName() + ".mime-type")) {
                    throw new IllegalArgumentException(
                            ModelColumns.INPUT
                                    + file.getName()
                                    + ".mime-type has no use with prompt.parts; give the part its"
                                    + " mimeType");
                }
            }
        } else if (prompt.has("user")) {
            ArrayNode parts = prompt.putArray("parts");
            parts.addObject().set("text", prompt.remove("user"));
            files.forEach(file -> describe(file, parts.addObject()));
        }
    }

    /** Returns the keys of what was written for parts that {@link #describe} has made. */
    Map<String, String> written() {
        return options.containsKey("prompt.parts")
                ? Map.of()
                : Map.of("prompt.parts[0].text", "prompt");
    }

    private void describe(RowType.RowField file, ObjectNode part) {
        String name = file.getName();
        String mimeType = options.get(ModelColumns.INPUT + name + ".mime-type");
        part.put("base64", '/' + name.replace("~", "~0").replace("/", "~1"));
        if (mimeType != null) {
            part.put("mimeType", mimeType);
        }
        part.put("optional", String.valueOf(file.getType().isNullable()));
    }

    /**
     * Checks that a prompt names columns that there are.
     *
     * @throws IllegalArgumentException if it does not, or leaves out a file
     */
    void check(EnrichmentSpec spec) {
        PromptSpec prompt = spec.prompt();
        Set<String> unused = new TreeSet<>();
        input.getFields().stream()
                .filter(column -> ValueEncoders.isFile(column.getType()))
                .forEach(column -> unused.add(column.getName()));
        checkText(prompt.user());
        for (PartSpec part : prompt.parts()) {
            checkText(part.text());
            checkText(part.uri());
            checkField(part.mimeTypeField());
            if (part.base64() != null) {
                String column = column(FieldPath.parse(part.base64()).toString());
                check(column, input.getFieldNames(), "INPUT column");
                unused.remove(column);
            }
        }
        LocationSpec location = spec.grounding() == null ? null : spec.grounding().location();
        if (location != null) {
            checkField(location.latitude());
            checkField(location.longitude());
        }
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(
                    "prompt.parts leaves out the file of "
                            + String.join(", ", unused)
                            + "; add {\"base64\": \"COLUMN\"}, or remove the column");
        }
    }

    private void checkText(@Nullable String template) {
        if (template != null) {
            PromptTemplate.parse(template)
                    .fields()
                    .forEach(field -> check(column(field), texts(), "INPUT column with text"));
        }
    }

    private void checkField(@Nullable String path) {
        if (path != null) {
            check(column(FieldPath.parse(path).toString()), texts(), "INPUT column with text");
        }
    }

    private List<String> texts() {
        return input.getFields().stream()
                .filter(column -> !ValueEncoders.isFile(column.getType()))
                .map(RowType.RowField::getName)
                .toList();
    }

    private static String column(String pointer) {
        return pointer.split("/", -1)[1].replace("~1", "/").replace("~0", "~");
    }

    private static void check(String column, List<String> known, String what) {
        if (!known.contains(column)) {
            throw new IllegalArgumentException(
                    "prompt names {{"
                            + column
                            + "}}, which is no "
                            + what
                            + "; there are "
                            + String.join(", ", known));
        }
    }
}
