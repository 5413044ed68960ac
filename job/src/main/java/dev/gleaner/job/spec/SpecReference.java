package dev.gleaner.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.limit.PriceTable;
import java.util.List;
import java.util.stream.Collectors;

/** All options of the spec, for people. */
public final class SpecReference {
    private SpecReference() {}

    /** Returns a Markdown table with a row for each option, in the order of the spec. */
    public static String markdown() {
        return OptionPath.all()
                .map(
                        option ->
                                "| `%s` | %s | %s | %s |\n"
                                        .formatted(
                                                option.path(),
                                                value(option),
                                                defaultValue(option),
                                                option.description()))
                .collect(
                        Collectors.joining(
                                "",
                                "| Option | Value | Default | Meaning |\n|---|---|---|---|\n",
                                ""));
    }

    /** Returns what there is to say of an option where there is no column for its range. */
    static String description(OptionPath option) {
        String range = option.min().isEmpty() ? "" : " From " + range(option) + ".";
        String same =
                option.sameAs().isEmpty() ? "" : " The default is that of " + option.sameAs() + ".";
        return option.description() + range + same;
    }

    private static String range(OptionPath option) {
        return option.min() + " to " + option.max();
    }

    private static String value(OptionPath option) {
        if (option.type() == JsonNode.class) {
            return option.fromFile() ? "an object or a path" : "an object";
        } else if (option.type() == ClientProperties.class) {
            return "names and values";
        } else if (option.type() == List.class) {
            return option.element() == String.class
                    ? "a list of texts"
                    : "a list of " + String.join(", ", ScalarType.of(option.element()).values());
        } else if (option.type() == PriceTable.class) {
            return "a path";
        } else if (option.fromFile()) {
            return "text or `{file: path}`";
        }
        String noun = ScalarType.of(option.type()).noun();
        return option.min().isEmpty() ? noun : noun + ", " + range(option);
    }

    private static String defaultValue(OptionPath option) {
        if (option.isRequired()) {
            return "required";
        } else if (!option.sameAs().isEmpty()) {
            return "`" + option.sameAs() + "`";
        }
        return option.defaultValue().isEmpty() ? "none" : "`" + option.defaultValue() + "`";
    }
}
