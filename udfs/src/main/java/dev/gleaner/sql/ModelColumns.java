package dev.gleaner.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** The columns of a model, with what options say of each. */
final class ModelColumns implements ColumnOptions {
    static final String INPUT = "input.";
    static final String OUTPUT = "output.";

    private static final Pattern MIME_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+");
    private static final List<String> INPUT_OPTIONS = List.of("mime-type");
    private static final List<String> OUTPUT_OPTIONS =
            List.of("description", "enum", "required", "metadata");

    private final RowType input;
    private final RowType output;
    private final Map<String, String> options;
    private final Map<String, Metadata> metadata = new LinkedHashMap<>();
    private final List<RowType.RowField> answer = new ArrayList<>();

    /**
     * @param options all of the model
     * @throws IllegalArgumentException if one is of no column, or does not fit its column
     */
    ModelColumns(RowType input, RowType output, Map<String, String> options) {
        this.input = input;
        this.output = output;
        this.options = options;
        checkOptions();
        for (RowType.RowField column : output.getFields()) {
            String name = options.get(OUTPUT + column.getName() + ".metadata");
            if (name == null) {
                answer.add(column);
            } else {
                metadata.put(column.getName(), metadata(name, column));
            }
        }
    }

    private void checkOptions() {
        Map<String, LogicalType> outputs = new LinkedHashMap<>();
        output.getFields().forEach(c -> addPaths(outputs, c.getName(), c.getType()));
        Map<String, LogicalType> inputs = new LinkedHashMap<>();
        input.getFields().forEach(c -> inputs.put(c.getName(), c.getType()));
        for (String key : options.keySet()) {
            if (key.startsWith(INPUT)) {
                check(key, INPUT, inputs, INPUT_OPTIONS);
            } else if (key.startsWith(OUTPUT)) {
                check(key, OUTPUT, outputs, OUTPUT_OPTIONS);
            }
        }
    }

    private void check(
            String key, String prefix, Map<String, LogicalType> paths, List<String> attributes) {
        int dot = key.lastIndexOf('.');
        String path =
                dot < prefix.length()
                        ? key.substring(prefix.length())
                        : key.substring(prefix.length(), dot);
        String attribute = key.substring(dot + 1);
        LogicalType type = paths.get(path);
        if (type == null) {
            throw new IllegalArgumentException(
                    key + " is of no column; there are " + String.join(", ", paths.keySet()));
        }
        if (!attributes.contains(attribute)) {
            throw new IllegalArgumentException(
                    key + " is no option of a column; there are " + String.join(", ", attributes));
        }
        boolean fits =
                switch (attribute) {
                    case "enum" -> elements(type).is(LogicalTypeFamily.CHARACTER_STRING);
                    case "mime-type" -> ValueEncoders.isFile(type);
                    default -> true;
                };
        if (attribute.equals("required") && !isBoolean(options.get(key))) {
            throw new IllegalArgumentException(
                    key + " must be true or false, not " + options.get(key));
        }
        if (attribute.equals("mime-type") && !MIME_TYPE.matcher(value(key)).matches()) {
            throw new IllegalArgumentException(
                    key + " must be a type such as image/png, not " + value(key));
        }
        if (attribute.equals("enum")) {
            checkWords(key, words(path));
        }
        if (attribute.equals("metadata") && output.getFieldIndex(path) < 0) {
            throw new IllegalArgumentException(
                    key + " is of a field, but metadata fill whole columns; make one for it");
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    key
                            + " does not fit a column of type "
                            + type.asSummaryString()
                            + "; it is for "
                            + (attribute.equals("enum") ? "STRING and ARRAY<STRING>" : "BYTES"));
        }
    }

    private String value(String key) {
        return Objects.requireNonNull(options.get(key), key);
    }

    private static void checkWords(String key, List<String> words) {
        Set<String> seen = new HashSet<>();
        for (String word : words) {
            if (word.isEmpty() || !seen.add(word)) {
                throw new IllegalArgumentException(
                        key
                                + (word.isEmpty()
                                        ? " has nothing between two semicolons"
                                        : " has '" + word + "' twice"));
            }
        }
    }

    private static boolean isBoolean(@Nullable String value) {
        return "true".equalsIgnoreCase(value) || "false".equalsIgnoreCase(value);
    }

    private static LogicalType elements(LogicalType type) {
        return type instanceof ArrayType array ? array.getElementType() : type;
    }

    private static void addPaths(Map<String, LogicalType> paths, String path, LogicalType type) {
        paths.put(path, type);
        LogicalType inner = elements(type);
        if (inner instanceof RowType row) {
            row.getFields().forEach(f -> addPaths(paths, path + '.' + f.getName(), f.getType()));
        } else if (inner instanceof MapType map) {
            addPaths(paths, path + '.' + ColumnSchema.KEY, map.getKeyType());
            addPaths(paths, path + '.' + ColumnSchema.VALUE, map.getValueType());
        }
    }

    private static Metadata metadata(String name, RowType.RowField column) {
        Metadata found =
                Metadata.of(name)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                OUTPUT
                                                        + column.getName()
                                                        + ".metadata: there is no "
                                                        + name
                                                        + "; there are "
                                                        + String.join(
                                                                ", ",
                                                                Metadata.values().stream()
                                                                        .map(Metadata::name)
                                                                        .toList())));
        if (!found.fits(column.getType())) {
            throw new IllegalArgumentException(
                    "OUTPUT column "
                            + column.getName()
                            + " is of type "
                            + column.getType().asSummaryString()
                            + ", but the metadata "
                            + name
                            + (found.form() == Metadata.Form.NUMBER
                                    ? " is a number; use BIGINT, or DECIMAL for cost"
                                    : " is text; use STRING"));
        }
        found.firstNotNull(column.getType(), column.getName())
                .ifPresent(
                        path -> {
                            throw new IllegalArgumentException(
                                    "OUTPUT column "
                                            + path
                                            + " is NOT NULL, but not every row has the metadata "
                                            + name
                                            + " in it; make it nullable"
                                            + (found.always() ? ", or BIGINT" : ""));
                        });
        return found;
    }

    /**
     * Checks that failed rows have somewhere to go.
     *
     * @throws IllegalArgumentException if a column would be null and must not
     */
    void checkFailedRowsFit() {
        for (RowType.RowField column : output.getFields()) {
            if (!column.getType().isNullable() && !metadata.containsKey(column.getName())) {
                throw new IllegalArgumentException(
                        "OUTPUT column "
                                + column.getName()
                                + " is NOT NULL, but a row that fails has NULL in it; make it"
                                + " nullable (output."
                                + column.getName()
                                + ".required = 'true' still has the model answer it), or set"
                                + " on-failure = 'fail'");
            }
        }
    }

    /** Returns what is asked. */
    PromptColumns prompt() {
        return new PromptColumns(input, options);
    }

    /** Returns what is answered. */
    AnswerColumns answer() {
        return new AnswerColumns(answer, this);
    }

    RowType input() {
        return input;
    }

    RowType output() {
        return output;
    }

    /** Returns what the columns hold that are not the answer's, by their names. */
    Map<String, String> metadataNames() {
        Map<String, String> names = new LinkedHashMap<>();
        metadata.forEach((column, one) -> names.put(column, one.name()));
        return names;
    }

    @Override
    public Optional<String> description(String path) {
        return Optional.ofNullable(options.get(OUTPUT + path + ".description"));
    }

    @Override
    public List<String> words(String path) {
        String words = options.get(OUTPUT + path + ".enum");
        return words == null
                ? List.of()
                : Arrays.stream(words.split(";", -1)).map(String::strip).toList();
    }

    @Override
    public boolean isRequired(String path) {
        return Boolean.parseBoolean(options.get(OUTPUT + path + ".required"));
    }
}
