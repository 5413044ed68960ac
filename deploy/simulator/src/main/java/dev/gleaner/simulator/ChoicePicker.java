package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.Schema.Choice;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Picks enum values: the one that shares most words with the prompt, else one by the prompt's hash.
 * Stateless.
 */
final class ChoicePicker {

    private ChoicePicker() {}

    static JsonNode best(List<Choice> choices, PromptText prompt) {
        int best = StableHash.below(prompt.hash(), choices.size());
        double bestScore = score(choices.get(best), prompt);
        for (int i = 0; i < choices.size(); i++) {
            double score = score(choices.get(i), prompt);
            if (score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        return choices.get(best).value();
    }

    /** The best few, each once, best first. */
    static List<JsonNode> best(List<Choice> choices, int count, PromptText prompt) {
        int start = StableHash.below(prompt.hash(), choices.size());
        return IntStream.range(0, choices.size())
                .mapToObj(i -> choices.get((start + i) % choices.size()))
                .sorted(Comparator.comparingDouble(choice -> -score(choice, prompt)))
                .map(Choice::value)
                .limit(count)
                .toList();
    }

    /** Shared letters, weighed by how much of the value they cover; 0 if no word is shared. */
    private static double score(Choice choice, PromptText prompt) {
        int all = 0;
        int shared = 0;
        for (String stem : choice.stems()) {
            all += stem.length();
            if (prompt.hasStem(stem)) {
                shared += stem.length();
            }
        }
        return all == 0 ? 0 : (double) shared * shared / all;
    }
}
