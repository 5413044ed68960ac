package dev.gleaner.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of which an answer is one. Models put a Markdown fence, quotes or a full stop around
 * the word, or write it in other cases: what they mean is taken if it is one of the words and no
 * other. Thread-safe.
 */
final class ChosenWord {
    private static final int MAX_LAYERS = 6;
    private static final Pattern FENCE = Pattern.compile("```\\w*\\s(.*?)(```)?", Pattern.DOTALL);
    private static final Pattern QUOTES =
            Pattern.compile(
                    "\"(.*)\"|'(.*)'|`(.*)`|\\*{1,2}([^*].*?)\\*{1,2}|“(.*)”|„(.*)[“”]|«(.*)»|‘(.*)’|「(.*)」",
                    Pattern.DOTALL);
    private static final Pattern STOP = Pattern.compile("(.+)[.!,;:。]", Pattern.DOTALL);

    private final Set<String> words;

    /**
     * Reads the words.
     *
     * @param schema a JSON Schema whose {@code enum} has the words
     */
    ChosenWord(String schema) {
        words = new LinkedHashSet<>();
        try {
            for (JsonNode word : new JsonMapper().readTree(schema).path("enum")) {
                words.add(word.asText());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("validationSchema is not valid JSON", e);
        }
    }

    /** Returns the word that a text means, or the text without outer white space. */
    String in(String text) {
        List<String> layers = layers(text.strip());
        for (String layer : layers) {
            if (words.contains(layer)) {
                return layer;
            }
        }
        for (String layer : layers) {
            List<String> same = words.stream().filter(layer::equalsIgnoreCase).toList();
            if (same.size() == 1) {
                return same.get(0);
            }
        }
        return layers.get(0);
    }

    /** Returns whether a word may be the beginning of another one. */
    boolean mayGoOn(String word) {
        return words.stream()
                .anyMatch(other -> other.length() > word.length() && other.startsWith(word));
    }

    private static List<String> layers(String text) {
        List<String> layers = new ArrayList<>(List.of(text));
        String inner = text;
        while (layers.size() < MAX_LAYERS) {
            String next = unwrapped(inner).strip();
            if (next.isEmpty() || next.equals(inner)) {
                break;
            }
            layers.add(next);
            inner = next;
        }
        return layers;
    }

    private static String unwrapped(String text) {
        for (Pattern layer : List.of(FENCE, QUOTES, STOP)) {
            Matcher matcher = layer.matcher(text);
            if (matcher.matches()) {
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    if (matcher.group(i) != null) {
                        return matcher.group(i);
                    }
                }
            }
        }
        return text;
    }
}
