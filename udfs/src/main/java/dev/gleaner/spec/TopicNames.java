package dev.gleaner.spec;

import dev.gleaner.schema.AnswerField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The names that can come of a topic's template, for the answers that fit some conditions. */
final class TopicNames {
    private final RoutedAnswer answer;
    private final List<FieldCondition> conditions;

    TopicNames(RoutedAnswer answer, List<FieldCondition> conditions) {
        this.answer = answer;
        this.conditions = conditions;
    }

    /**
     * Returns what can stand for a field.
     *
     * @param field the path of one that is one of some words in every answer
     */
    List<String> words(String field) {
        return answer.find(field).flatMap(AnswerField::words).orElseThrow().stream()
                .filter(word -> isPossible(field, word))
                .toList();
    }

    private boolean isPossible(String field, String word) {
        String pointer = answer.pointer(field);
        return conditions.stream()
                .filter(condition -> answer.pointer(condition.field()).equals(pointer))
                .allMatch(c -> c.values().stream().anyMatch(v -> String.valueOf(v).equals(word)));
    }

    /** Returns how many names there are, at most. */
    long count(TopicTemplate template) {
        return template.fields().stream()
                .mapToLong(field -> words(field).size())
                .reduce(1, Math::multiplyExact);
    }

    /** Returns the names. */
    List<String> of(TopicTemplate template) {
        List<Map<String, String>> all = List.of(Map.of());
        for (String field : template.fields()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> each : all) {
                for (String word : words(field)) {
                    Map<String, String> values = new HashMap<>(each);
                    values.put(field, word);
                    longer.add(values);
                }
            }
            all = longer;
        }
        return all.stream()
                .map(each -> template.fill(field -> Objects.requireNonNull(each.get(field))))
                .distinct()
                .toList();
    }
}
