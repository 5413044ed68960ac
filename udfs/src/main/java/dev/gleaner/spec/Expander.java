package dev.gleaner.spec;

import java.util.function.Function;
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

    private final @Nullable Function<String, @Nullable String> environment;
    private final Problems problems;

    Expander(@Nullable Function<String, @Nullable String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** Returns one for text in which variables have no meaning. */
    static Expander ofNothing(Problems problems) {
        return new Expander(null, problems);
    }

    static boolean hasReference(String text) {
        return text.contains("${");
    }

    /** Returns the text with its variables, or null if one cannot be replaced. */
    @Nullable String expand(String text, String path) {
        Function<String, @Nullable String> variables = environment;
        if (variables == null || !hasReference(text)) {
            return text;
        }
        Matcher references = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        boolean complete = true;
        while (references.find()) {
            String value = value(references, variables, path);
            complete &= value != null;
            references.appendReplacement(
                    expanded, Matcher.quoteReplacement(value == null ? "" : value));
        }
        return complete ? references.appendTail(expanded).toString() : null;
    }

    private @Nullable String value(
            Matcher reference, Function<String, @Nullable String> variables, String path) {
        if (reference.group().equals("$${")) {
            return "${";
        }
        String name = reference.group(1);
        if (name == null) {
            problems.add(
                    path,
                    "\"${\" begins no ${NAME} or ${NAME:default}",
                    "complete it, or write $${ for the characters ${");
            return null;
        }
        String variable = variables.apply(name);
        String value = variable == null ? reference.group(2) : variable;
        if (value == null) {
            problems.add(
                    path,
                    "the environment variable " + name + " is not set",
                    "set it, or give a default: ${" + name + ":default}");
        }
        return value;
    }
}
