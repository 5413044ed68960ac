package dev.gleaner.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.TextElement;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** What there is to say in SQL, as tables in Markdown. */
public final class SqlReference {
    private SqlReference() {}

    /** Returns the options of models and functions, with defaults. */
    public static String options() {
        List<ConfigOption<?>> options = new ArrayList<>(GeminiOptions.required());
        options.addAll(GeminiOptions.optional());
        StringBuilder table =
                new StringBuilder("| Option | Default | What it is |\n|---|---|---|\n");
        for (ConfigOption<?> option : options) {
            table.append("| `%s` | ".formatted(option.key()));
            table.append(
                    GeminiOptions.REQUIRED.contains(option.key())
                            ? "**required**"
                            : defaultOf(option.defaultValue()));
            table.append(" | ").append(descriptionOf(option)).append(" |\n");
        }
        return table.toString();
    }

    /** Returns what columns can hold besides the answer. */
    public static String metadata() {
        return Metadata.values().stream()
                .map(
                        one ->
                                "| `%s` | %s | %s |\n"
                                        .formatted(one.name(), typesOf(one.form()), one.meaning()))
                .collect(
                        Collectors.joining(
                                "", "| Metadata | Column | What it is |\n|---|---|---|\n", ""));
    }

    private static String typesOf(Metadata.Form form) {
        return switch (form) {
            case TEXT -> "`STRING`";
            case NUMBER -> "a number";
            case JSON -> "`STRING`, or what fits";
        };
    }

    private static String descriptionOf(ConfigOption<?> option) {
        return option.description().getBlocks().stream()
                .map(block -> block instanceof TextElement text ? text.getFormat() : "")
                .collect(Collectors.joining())
                .replace("%%", "%");
    }

    private static String defaultOf(@Nullable Object value) {
        if (value == null) {
            return "–";
        }
        return '`'
                + (value instanceof Duration time
                        ? TimeUtils.formatWithHighestUnit(time)
                        : value.toString())
                + '`';
    }
}
