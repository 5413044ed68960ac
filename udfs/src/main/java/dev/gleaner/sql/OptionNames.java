package dev.gleaner.sql;

import dev.gleaner.spec.OptionPath;
import dev.gleaner.spec.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What options of a spec are called in SQL: the same in kebab case, without {@code model.}, and
 * {@code answer} for {@code output}, which is of columns there.
 */
final class OptionNames {
    private static final Map<String, String> OWN =
            Map.of(
                    "model.name", "model",
                    "prompt.user", "prompt",
                    "output.responseSchema", "the answer's schema",
                    // One number bounds both here: what is in work is bounded by Flink.
                    "async.capacity", "async.limit");

    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    /** The paths of all options, the longer of two first. */
    private static final List<String> PATHS =
            OptionPath.ofEnrichment().stream()
                    .map(OptionPath::path)
                    .sorted(Comparator.comparing(String::length).reversed())
                    .toList();

    /** Paths in texts for people. */
    private static final Pattern PATH =
            Pattern.compile(
                    PATHS.stream()
                            .map(Pattern::quote)
                            .collect(Collectors.joining("|", "\\b(", ")\\b")));

    private OptionNames() {}

    /** Returns the key of an option or, before the rest of the path, of that whose value has it. */
    static String key(String path) {
        String own = OWN.get(path);
        if (own != null) {
            return own;
        }
        return PATHS.stream()
                .filter(option -> path.startsWith(option + '.') || path.startsWith(option + '['))
                .findFirst()
                .map(option -> key(option) + path.substring(option.length()))
                .orElseGet(() -> kebab(path));
    }

    private static String kebab(String path) {
        String rest = path.startsWith("model.") ? path.substring("model.".length()) : path;
        return CAPITAL.matcher(rest.replaceFirst("^output\\.", "answer."))
                .replaceAll(capital -> '-' + capital.group().toLowerCase(Locale.ROOT));
    }

    /**
     * Says what is wrong in the words of a query.
     *
     * @param written the keys of what was written for paths that no option says
     */
    static String describe(Problem problem, Map<String, String> written) {
        if (!problem.file().isEmpty()) {
            return "budget.prices: " + problem;
        }
        String path = problem.path();
        String key = written.getOrDefault(path, key(path));
        return key + ": " + keys(problem.problem()) + "; " + keys(problem.fix());
    }

    private static String keys(String text) {
        return PATH.matcher(text)
                .replaceAll((MatchResult path) -> key(path.group()))
                .replace("dead-letter", "null");
    }
}
