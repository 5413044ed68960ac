package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What Google checks in safetySettings. Stateless. */
final class SafetyRules {

    private static final Set<String> CATEGORIES =
            Set.of(
                    "HARM_CATEGORY_UNSPECIFIED",
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
    private static final Set<String> THRESHOLDS =
            Set.of(
                    "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
                    "BLOCK_LOW_AND_ABOVE",
                    "BLOCK_MEDIUM_AND_ABOVE",
                    "BLOCK_ONLY_HIGH",
                    "BLOCK_NONE",
                    "OFF");
    private static final Set<String> METHODS =
            Set.of("HARM_BLOCK_METHOD_UNSPECIFIED", "SEVERITY", "PROBABILITY");

    private SafetyRules() {}

    /** Adds the names that are in no list. */
    static void checkNames(JsonNode settings, List<Violation> found) {
        int i = 0;
        for (JsonNode setting : settings) {
            String path = "safety_settings[" + i++ + "]";
            ScalarRules.enumName(setting, "category", path, "HarmCategory", CATEGORIES, found);
            ScalarRules.enumName(
                    setting,
                    "threshold",
                    path,
                    "SafetySetting.HarmBlockThreshold",
                    THRESHOLDS,
                    found);
            ScalarRules.enumName(
                    setting, "method", path, "SafetySetting.HarmBlockMethod", METHODS, found);
        }
    }

    /** The categories in their order; each may be there once, and with a threshold. */
    static List<String> categories(JsonNode settings) throws RejectedRequestException {
        List<String> categories = new ArrayList<>();
        for (JsonNode setting : settings) {
            String path = "* GenerateContentRequest.safety_settings[" + categories.size() + "]";
            String category = Json.upper(setting.path("category"));
            if (category.isEmpty() || category.endsWith("_UNSPECIFIED")) {
                throw invalid(path + ".category: element predicate failed: category is required\n");
            }
            if (categories.contains(category)) {
                throw invalid(
                        path + ": element predicate failed: duplicate category " + category + "\n");
            }
            categories.add(category);
        }
        return List.copyOf(categories);
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
