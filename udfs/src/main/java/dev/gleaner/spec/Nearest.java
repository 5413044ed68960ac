package dev.gleaner.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the word that was probably meant. */
final class Nearest {
    private Nearest() {}

    /** Returns the nearest word if no more than a third of its letters differ. */
    static Optional<String> to(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= candidate.length() / 3)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Returns the nearest words, however far. */
    static List<String> some(int number, String word, Collection<String> candidates) {
        return candidates.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .limit(number)
                .toList();
    }

    private static int distance(String word, String candidate) {
        return LevenshteinDistance.getDefaultInstance().apply(letters(word), letters(candidate));
    }

    /** So that max_attempts and MaxAttempts are near. */
    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }
}
