package dev.gleaner.job.spec;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${NAME}</code> and <code>${NAME:default}</code> in single values by variables of
 * the environment; <code>$${</code> stands for <code>${</code>. What a variable holds is not looked
 * at again, neither for references nor as YAML.
 */
final class Expander {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}|\\$\\{");

    private final Function<String, @Nullable String> environment;
    private final Problems problems;

    Expander(Function<String, @Nullable String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    static boolean hasReference(String text) {
        return text.contains("${");
    }

    /** Returns the text with its variables; what cannot be replaced is a problem, and left out. */
    String expand(String text, String path) {
        return hasReference(text)
                ? REFERENCE
                        .matcher(text)
                        .replaceAll(match -> Matcher.quoteReplacement(value(match, path)))
                : text;
    }

    private String value(MatchResult match, String path) {
        if (match.group().equals("$${")) {
            return "${";
        }
        String name = match.group(1);
        if (name == null) {
            problems.add(
                    path,
                    "\"${\" begins no ${NAME} or ${NAME:default}",
                    "complete it, or write $${ for the characters ${");
            return "";
        }
        String value = environment.apply(name);
        if (value == null) {
            value = match.group(2);
        }
        if (value == null) {
            problems.add(
                    path,
                    "the environment variable " + name + " is not set",
                    "set it, or give a default: ${" + name + ":default}");
            return "";
        }
        return value;
    }
}
