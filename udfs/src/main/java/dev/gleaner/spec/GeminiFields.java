package dev.gleaner.spec;

import static dev.gleaner.spec.FieldRule.BOOLEAN;
import static dev.gleaner.spec.FieldRule.OBJECT;
import static dev.gleaner.spec.FieldRule.TEXT;
import static dev.gleaner.spec.FieldRule.number;
import static dev.gleaner.spec.FieldRule.texts;
import static dev.gleaner.spec.FieldRule.whole;
import static dev.gleaner.spec.FieldRule.words;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The fields of one of Gemini's own objects, and what may stand in them. */
final class GeminiFields {
    private static final int MOST_STOP_SEQUENCES = 5;
    private static final int MOST_LOGPROBS = 20;
    private static final int MOST_NAMES = 512;
    private static final int MOST_SHOWN = 60;

    static final GeminiFields GENERATION_CONFIG =
            new GeminiFields(
                    Map.ofEntries(
                            entry("maxOutputTokens", whole(1, Integer.MAX_VALUE)),
                            entry("temperature", number(0, 2)),
                            entry("topP", number(0, 1)),
                            entry("topK", number(1, Integer.MAX_VALUE)),
                            entry("seed", whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
                            entry("presencePenalty", number(-2, 2)),
                            entry("frequencyPenalty", number(-2, 2)),
                            entry("stopSequences", texts(MOST_STOP_SEQUENCES)),
                            entry("responseLogprobs", BOOLEAN),
                            entry("logprobs", whole(0, MOST_LOGPROBS)),
                            entry(
                                    "mediaResolution",
                                    words(
                                            "MEDIA_RESOLUTION_LOW",
                                            "MEDIA_RESOLUTION_MEDIUM",
                                            "MEDIA_RESOLUTION_HIGH")),
                            entry("enableEnhancedCivicAnswers", BOOLEAN),
                            entry("audioTimestamp", BOOLEAN),
                            entry("imageConfig", OBJECT),
                            entry("speechConfig", OBJECT),
                            entry("audioTranscriptionConfig", OBJECT),
                            entry("translationConfig", OBJECT),
                            entry("routingConfig", OBJECT),
                            entry("modelSelectionConfig", OBJECT)));

    static final GeminiFields TOOL_CONFIG =
            new GeminiFields(
                    Map.of(
                            "functionCallingConfig", OBJECT,
                            "retrievalConfig", OBJECT,
                            "includeServerSideToolInvocations", BOOLEAN));

    static final GeminiFields FUNCTION_CALLING_CONFIG =
            new GeminiFields(
                    Map.of(
                            "mode", words("AUTO", "ANY", "NONE", "VALIDATED"),
                            "allowedFunctionNames", texts(MOST_NAMES),
                            "streamFunctionCallArguments", BOOLEAN));

    static final GeminiFields RETRIEVAL_CONFIG =
            new GeminiFields(Map.of("latLng", OBJECT, "languageCode", TEXT));

    static final GeminiFields LAT_LNG =
            new GeminiFields(Map.of("latitude", number(-90, 90), "longitude", number(-180, 180)));

    static final GeminiFields MODEL_ARMOR_CONFIG =
            new GeminiFields(Map.of("promptTemplateName", TEXT, "responseTemplateName", TEXT));

    private final Map<String, FieldRule> rules;

    private GeminiFields(Map<String, FieldRule> rules) {
        this.rules = new TreeMap<>(rules);
    }

    /** Adds what is wrong with an object's fields, but for those that are looked at elsewhere. */
    void check(String path, JsonNode object, SpecValues values, Set<String> elsewhere) {
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = camelCase(field.getKey());
            String at = YamlDocument.join(path, field.getKey());
            if (!seen.add(name)) {
                values.add(at, "is given as " + name + " too", "keep one");
            } else if (!elsewhere.contains(name)) {
                check(at, name, field.getValue(), values);
            }
        }
    }

    private void check(String path, String name, JsonNode value, SpecValues values) {
        FieldRule rule = rules.get(name);
        if (rule == null) {
            values.add(
                    path,
                    "Gemini has no such field here",
                    Nearest.to(name, rules.keySet())
                            .map(word -> "did you mean \"" + word + "\"?")
                            .orElse("fields are " + String.join(", ", rules.keySet())));
        } else if (!rule.accepts(value)) {
            String shown = value.toString();
            values.add(
                    path,
                    (shown.length() > MOST_SHOWN ? "the value" : shown) + " is not " + rule.noun(),
                    rule.fix(value));
        }
    }

    /** Returns a field's value, which may be written in either of Gemini's spellings. */
    static JsonNode field(JsonNode object, String name) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (camelCase(field.getKey()).equals(name)) {
                return field.getValue();
            }
        }
        return object.path(name);
    }

    /** Gemini takes max_output_tokens for maxOutputTokens. */
    static String camelCase(String name) {
        String[] words = name.replaceFirst("^_+", "").split("_", -1);
        StringBuilder camelCase = new StringBuilder(words[0]);
        Arrays.stream(words)
                .skip(1)
                .filter(word -> !word.isEmpty())
                .forEach(
                        word ->
                                camelCase
                                        .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                                        .append(word.substring(1)));
        return camelCase.toString();
    }
}
