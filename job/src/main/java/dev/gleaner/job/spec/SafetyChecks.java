package dev.gleaner.job.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether safetySettings use Gemini's own words. Source: the API's reference for SafetySetting. */
final class SafetyChecks {
    private static final List<String> CATEGORIES =
            List.of(
                    "HARM_CATEGORY_HARASSMENT",
                    "HARM_CATEGORY_HATE_SPEECH",
                    "HARM_CATEGORY_SEXUALLY_EXPLICIT",
                    "HARM_CATEGORY_DANGEROUS_CONTENT",
                    "HARM_CATEGORY_CIVIC_INTEGRITY",
                    "HARM_CATEGORY_JAILBREAK",
                    "HARM_CATEGORY_IMAGE_HATE",
                    "HARM_CATEGORY_IMAGE_DANGEROUS_CONTENT",
                    "HARM_CATEGORY_IMAGE_HARASSMENT",
                    "HARM_CATEGORY_IMAGE_SEXUALLY_EXPLICIT");
    private static final List<String> THRESHOLDS =
            List.of(
                    "BLOCK_LOW_AND_ABOVE",
                    "BLOCK_MEDIUM_AND_ABOVE",
                    "BLOCK_ONLY_HIGH",
                    "BLOCK_NONE",
                    "OFF");
    private static final List<String> METHODS = List.of("SEVERITY", "PROBABILITY");

    private final Map<String, Object> values;
    private final Problems problems;

    SafetyChecks(Map<String, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    void run() {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; values.containsKey("model.safetySettings[" + i + "].category"); i++) {
            String setting = "model.safetySettings[" + i + "]";
            check(setting + ".category", CATEGORIES);
            check(setting + ".threshold", THRESHOLDS);
            check(setting + ".method", METHODS);
            if (!seen.add(String.valueOf(values.get(setting + ".category")))) {
                problems.add(setting + ".category", "is given twice", "keep one");
            }
        }
    }

    private void check(String path, List<String> words) {
        if (values.get(path) instanceof String word && !words.contains(word)) {
            problems.add(
                    path,
                    "\"" + word + "\" is none of Gemini's",
                    Nearest.to(word, words)
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse("write one of " + String.join(", ", words)));
        }
    }
}
