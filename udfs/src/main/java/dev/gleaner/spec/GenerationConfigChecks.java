package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Whether generationConfig holds what Gemini knows, value by value. */
final class GenerationConfigChecks {
    private static final String PATH = "model.generationConfig";

    /** What is written elsewhere in the spec, and where. */
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "responseMimeType", "set output.mode",
                    "responseSchema", "describe the answer in output.responseSchema",
                    "responseJsonSchema", "describe the answer in output.responseSchema",
                    "responseFormat", "describe the answer in output.responseSchema",
                    "responseModalities", "set output.mode: image for images",
                    "thinkingConfig", "give thinking.level or thinking.budget");

    private final SpecValues values;

    GenerationConfigChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        JsonNode config = values.get(PATH, JsonNode.class);
        if (config == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            checkOurs(field.getKey(), field.getValue());
        }
        Set<String> elsewhere = new HashSet<>(ELSEWHERE.keySet());
        elsewhere.add("candidateCount");
        GeminiFields.GENERATION_CONFIG.check(PATH, config, values, elsewhere);
        boolean alone = !GeminiFields.field(config, "responseLogprobs").asBoolean();
        if (alone && !GeminiFields.field(config, "logprobs").isMissingNode()) {
            values.add(
                    PATH + ".logprobs",
                    "has no use without responseLogprobs",
                    "add responseLogprobs: true");
        }
    }

    private void checkOurs(String key, JsonNode value) {
        String name = GeminiFields.camelCase(key);
        String path = PATH + "." + key;
        if (ELSEWHERE.containsKey(name)) {
            values.add(path, "is set by the job itself", ELSEWHERE.get(name));
        } else if (name.equals("candidateCount") && value.asInt() != 1) {
            // Every candidate is paid for, and one is read.
            values.add(
                    path, "asks for candidates that would be paid for and not read", "remove it");
        }
    }
}
