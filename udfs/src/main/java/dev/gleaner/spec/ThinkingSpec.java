package dev.gleaner.spec;

import org.jspecify.annotations.Nullable;

/** How much the model thinks before it answers. */
public record ThinkingSpec(
        @Option("thinkingLevel of Gemini 3 models.") @Nullable ThinkingLevel level,
        @Option(
                        value =
                                "thinkingBudget of Gemini 2.5 models, in tokens; 0 is off, -1"
                                        + " leaves it to the model.",
                        min = "-1",
                        max = "32768")
                @Nullable Integer budget,
        @Option(
                        value = "Whether summaries of the thoughts are kept, in call.thoughts.",
                        defaultValue = "false")
                boolean includeThoughts) {

    /** Returns whether nothing is said. */
    public boolean isEmpty() {
        return level == null && budget == null && !includeThoughts;
    }
}
