package dev.gleaner.spec;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the models of one family take. */
public record ModelFamily(
        @Option(
                        value = "The id of the models, up to a version; with * at its end, any.",
                        required = "name the models")
                String id,
        @Option(value = "How thinking is controlled; null if that is not known.")
                @Nullable ThinkingControl thinking,
        @Option("The levels it takes.") List<ThinkingLevel> levels,
        @Option(value = "Least budget that is one.", defaultValue = "0") int minBudget,
        @Option(value = "Largest budget.", defaultValue = "0") int maxBudget,
        @Option(value = "Whether a budget of 0 is allowed.", defaultValue = "false") boolean off,
        @Option(
                        value = "Whether one request may ask for JSON and carry tools.",
                        defaultValue = "false")
                boolean jsonWithTools,
        @Option(value = "Whether it takes responseJsonSchema.", defaultValue = "false")
                boolean jsonSchema) {

    private static final Pattern VERSION = Pattern.compile("(-(preview|latest|exp|[0-9]).*|@.*)?");

    /** The ways to control thinking. */
    public enum ThinkingControl {
        /** The models do not think. */
        NONE,
        /** By thinkingBudget. */
        BUDGET,
        /** By thinkingLevel. */
        LEVEL
    }

    /** Returns whether a model is of this family. */
    boolean has(String model) {
        if (id.endsWith("*")) {
            return model.startsWith(id.substring(0, id.length() - 1));
        }
        return model.startsWith(id) && VERSION.matcher(model.substring(id.length())).matches();
    }

    /** Returns whether models of any family make images, which their ids tell. */
    static boolean makesImages(String model) {
        return model.contains("image");
    }
}
