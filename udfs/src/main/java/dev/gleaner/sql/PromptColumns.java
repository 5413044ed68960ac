package dev.gleaner.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
            checkText(template(part.mimeTypeField()));
            for (String column : columns(template(part.base64()))) {
                check(column, input.getFieldNames(), "INPUT column");
                unused.remove(column);
            }
        }
        LocationSpec location = spec.grounding() == null ? null : spec.grounding().location();
        if (location != null) {
            checkText(template(location.latitude()));
            checkText(template(location.longitude()));
        }
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(
                    "prompt.parts leaves out the file of "
                            + String.join(", ", unused)
                            + "; add {\"base64\": \"COLUMN\"}, or remove the column");
        }
    }

    private static @Nullable String template(@Nullable String field) {
        return field == null ? null : "{{" + field + "}}";
    }

    private void checkText(@Nullable String template) {
        List<String> texts =
                input.getFields().stream()
                        .filter(column -> !ValueEncoders.isFile(column.getType()))
                        .map(RowType.RowField::getName)
                        .toList();
        columns(template).forEach(column -> check(column, texts, "INPUT column with text"));
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

    private static List<String> columns(@Nullable String template) {
        return template == null
                ? List.of()
                : PromptTemplate.parse(template).fields().stream()
                        .map(pointer -> pointer.split("/", -1)[1])
                        .map(name -> name.replace("~1", "/").replace("~0", "~"))
                        .toList();
    }
}
