package dev.gleaner.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether generationConfig holds what Gemini knows, value by value: a wrong one is refused by every
 * request. Both spellings of a name are taken, as by Google. Source: the API's reference for
 * GenerationConfig.
 */
final class GenerationConfigChecks {
    private static final String PATH = "model.generationConfig";
    private static final int MOST_STOP_SEQUENCES = 5;
    private static final List<String> OUTPUT_FIELDS =
            List.of("responseMimeType", "responseSchema", "responseJsonSchema", "responseFormat");
    private static final List<String> RESOLUTIONS =
            List.of(
                    "MEDIA_RESOLUTION_UNSPECIFIED",
                    "MEDIA_RESOLUTION_LOW",
                    "MEDIA_RESOLUTION_MEDIUM",
                    "MEDIA_RESOLUTION_HIGH");

    private static final Map<String, Rule> RULES =
            Map.ofEntries(
                    Map.entry("maxOutputTokens", whole(1, Integer.MAX_VALUE)),
                    Map.entry("temperature", number(0, 2)),
                    Map.entry("topP", number(0, 1)),
                    Map.entry("topK", number(1, 1_000)),
                    Map.entry("seed", whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
                    Map.entry("presencePenalty", number(-2, 2)),
                    Map.entry("frequencyPenalty", number(-2, 2)),
                    Map.entry("logprobs", whole(0, 20)),
                    Map.entry("candidateCount", whole(1, 1)),
                    Map.entry("responseLogprobs", bool()),
                    Map.entry("enableEnhancedCivicAnswers", bool()),
                    Map.entry("audioTimestamp", bool()),
                    Map.entry(
                            "stopSequences",
                            new Rule(
                                    "a list of at most " + MOST_STOP_SEQUENCES + " texts",
                                    value -> texts(value) && value.size() <= MOST_STOP_SEQUENCES)),
                    Map.entry(
                            "responseModalities",
                            new Rule("a list of TEXT, IMAGE and AUDIO", value -> texts(value))),
                    Map.entry(
                            "mediaResolution",
                            new Rule(
                                    "one of " + String.join(", ", RESOLUTIONS),
                                    value -> RESOLUTIONS.contains(value.asText()))),
                    Map.entry("thinkingConfig", object()),
                    Map.entry("speechConfig", object()),
                    Map.entry("imageConfig", object()),
                    Map.entry("routingConfig", object()),
                    Map.entry("modelSelectionConfig", object()),
                    Map.entry("audioTranscriptionConfig", object()),
                    Map.entry("translationConfig", object()));

    private final Map<String, Object> values;
    private final Problems problems;

    private record Rule(String words, Predicate<JsonNode> allows) {}

    GenerationConfigChecks(Map<String, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    void run() {
        if (!(values.get(PATH) instanceof JsonNode config)) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            check(field.getKey(), camel(field.getKey()), field.getValue());
        }
        boolean asked =
                config.path("responseLogprobs")
                        .asBoolean(config.path("response_logprobs").asBoolean());
        if (config.has("logprobs") && !asked) {
            problems.add(
                    PATH + ".logprobs",
                    "has no use without responseLogprobs",
                    "set responseLogprobs: true");
        }
        boolean thinking =
                problems.isGiven("thinking.level") || problems.isGiven("thinking.budget");
        if (thinking && (config.has("thinkingConfig") || config.has("thinking_config"))) {
            problems.add(PATH + ".thinkingConfig", "thinking is given too", "keep thinking alone");
        }
    }

    private void check(String written, String name, JsonNode value) {
        String path = PATH + "." + written;
        Rule rule = RULES.get(name);
        if (OUTPUT_FIELDS.contains(name)) {
            problems.add(
                    path,
                    "is set by the job itself",
                    "describe the answer in output.responseSchema");
        } else if (rule == null) {
            problems.add(
                    path,
                    "is nothing that Gemini knows",
                    Nearest.to(name, List.copyOf(RULES.keySet()))
                            .map(word -> "did you mean \"" + word + "\"?")
                            .orElse("remove it"));
        } else if (name.equals("candidateCount") && !rule.allows().test(value)) {
            problems.add(
                    path, "asks for candidates that would be paid for and not read", "remove it");
        } else if (!rule.allows().test(value)) {
            problems.add(path, "is not " + rule.words(), "correct it, or remove it");
        }
    }

    /** Returns the name as Google writes it in JSON. */
    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("_", -1)) {
            camel.append(
                    camel.isEmpty() || word.isEmpty()
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }

    private static Rule whole(long least, long most) {
        return new Rule(
                "a whole number from " + least + " to " + most,
                value ->
                        value.isIntegralNumber()
                                && value.asLong() >= least
                                && value.asLong() <= most);
    }

    private static Rule number(double least, double most) {
        return new Rule(
                "a number from " + least + " to " + most,
                value -> value.isNumber() && value.asDouble() >= least && value.asDouble() <= most);
    }

    private static Rule bool() {
        return new Rule("true or false", JsonNode::isBoolean);
    }

    private static Rule object() {
        return new Rule("an object", JsonNode::isObject);
    }

    private static boolean texts(JsonNode value) {
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode one : value) {
            if (!one.isTextual()) {
                return false;
            }
        }
        return true;
    }
}
