package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.limit.PriceTable;
import java.util.List;
import java.util.stream.Collectors;

/** All options of the spec, for people. */
public final class SpecReference {
    private SpecReference() {}

    /** Returns Markdown tables, one for each section, in the order of the spec. */
    public static String markdown() {
        return OptionPath.in(JobSpec.class, "").stream()
                .map(SpecReference::table)
                .collect(Collectors.joining("\n"));
    }

    private static String table(OptionPath section) {
        String rows = section.leaves().map(SpecReference::row).collect(Collectors.joining());
        String title =
                section.isSection()
                        ? "**`" + section.key() + "`**: " + section.description() + "\n\n"
                        : "";
        return title + "| Option | Value | Default | Meaning |\n|---|---|---|---|\n" + rows;
    }

    private static String row(OptionPath option) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        option.path(), value(option), defaultValue(option), option.description());
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
            ScalarType item = ScalarType.of(option.scalarType());
            return item.values().isEmpty() ? "a list of texts" : "a list, each " + item.noun();
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
