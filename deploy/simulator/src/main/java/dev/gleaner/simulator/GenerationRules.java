package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.simulator.GoogleErrors.Violation;
import java.util.List;
import java.util.Set;

/** Types and ranges of the values in generationConfig. Stateless. */
final class GenerationRules {

    private static final String PATH = "generation_config";
    private static final int MOST_STOP_SEQUENCES = 5;
    private static final int MOST_OUTPUT_TOKENS = 65_536;
    private static final Set<String> RESOLUTIONS =
            Set.of(
                    "MEDIA_RESOLUTION_UNSPECIFIED",
                    "MEDIA_RESOLUTION_LOW",
                    "MEDIA_RESOLUTION_MEDIUM",
                    "MEDIA_RESOLUTION_HIGH");
    private static final Set<String> MODALITIES =
            Set.of("MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "AUDIO", "VIDEO");
    private static final Set<String> LEVELS =
            Set.of("THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH");
    private static final List<String> RATIOS =
            List.of(
                    "1:1", "1:4", "1:8", "2:3", "3:2", "3:4", "4:1", "4:3", "4:5", "5:4", "8:1",
                    "9:16", "16:9", "21:9");
    private static final List<String> SIZES = List.of("512", "1K", "2K", "4K");

    private GenerationRules() {}

    /** Adds what the parser refuses. */
    static void checkTypes(JsonNode config, List<Violation> found) {
        for (String name :
                List.of("temperature", "topP", "topK", "presencePenalty", "frequencyPenalty")) {
            ScalarRules.number(config, name, PATH, found);
        }
        for (String name : List.of("candidateCount", "maxOutputTokens", "seed", "logprobs")) {
            ScalarRules.int32(config, name, PATH, found);
        }
        ScalarRules.bool(config, "responseLogprobs", PATH, found);
        ScalarRules.string(config, "responseMimeType", PATH, found);
        ScalarRules.enumName(
                config,
                "mediaResolution",
                PATH,
                "GenerationConfig.MediaResolution",
                RESOLUTIONS,
                found);
        int i = 0;
        for (JsonNode modality : Json.get(config, "responseModalities")) {
            if (!MODALITIES.contains(Json.upper(modality))) {
                found.add(
                        ScalarRules.invalid(
                                PATH + ".response_modalities[" + i + "]",
                                ScalarRules.TYPES + "GenerationConfig.Modality",
                                modality));
            }
            i++;
        }
        JsonNode thinking = Json.get(config, "thinkingConfig");
        String path = PATH + ".thinking_config";
        ScalarRules.bool(thinking, "includeThoughts", path, found);
        ScalarRules.int32(thinking, "thinkingBudget", path, found);
        ScalarRules.enumName(
                thinking, "thinkingLevel", path, "ThinkingConfig.ThinkingLevel", LEVELS, found);
    }

    /** Refuses values outside their range. */
    static void checkRanges(JsonNode config, ModelTraits model) throws RejectedRequestException {
        range(config, "temperature", 0, 2, "[0.0, 2.0]");
        range(config, "topP", 0, 1, "[0.0, 1.0]");
        range(config, "topK", 0, Integer.MAX_VALUE, "[0, inf)");
        range(config, "presencePenalty", -2, 2, "[-2.0, 2.0)");
        range(config, "frequencyPenalty", -2, 2, "[-2.0, 2.0)");
        range(config, "maxOutputTokens", 1, MOST_OUTPUT_TOKENS, "[1, " + MOST_OUTPUT_TOKENS + "]");
        range(config, "candidateCount", 1, 8, "[1, 8]");
        range(config, "logprobs", 0, 20, "[0, 20]");
        if (Json.get(config, "candidateCount").asInt(1) > 1) {
            throw invalid("Multiple candidates is not enabled for models/" + model.name());
        }
        if (Json.get(config, "stopSequences").size() > MOST_STOP_SEQUENCES) {
            throw field(
                    "stop_sequences",
                    "at most " + MOST_STOP_SEQUENCES + " stop sequences are allowed.");
        }
        if (Json.has(config, "logprobs") && !Json.get(config, "responseLogprobs").asBoolean()) {
            throw field("logprobs", "logprobs is only allowed if response_logprobs is true.");
        }
        JsonNode image = Json.get(config, "imageConfig");
        oneOf(image, "aspectRatio", RATIOS);
        oneOf(image, "imageSize", SIZES);
    }

    private static void range(JsonNode config, String name, double least, double most, String range)
            throws RejectedRequestException {
        JsonNode value = Json.get(config, name);
        double number = value.asDouble();
        if (!value.isMissingNode() && (number < least || number > most)) {
            String snake = Json.snake(name);
            throw field(snake, snake + " must be in the range " + range + ".");
        }
    }

    private static void oneOf(JsonNode image, String name, List<String> values)
            throws RejectedRequestException {
        JsonNode value = Json.get(image, name);
        if (!value.isMissingNode() && !values.contains(value.asText())) {
            String snake = Json.snake(name);
            throw field(
                    "image_config." + snake,
                    snake + " must be one of '" + String.join("', '", values) + "'.");
        }
    }

    private static RejectedRequestException field(String name, String message) {
        return invalid(
                "* GenerateContentRequest.generation_config." + name + ": " + message + "\n");
    }

    private static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(GoogleErrors.invalid(message));
    }
}
