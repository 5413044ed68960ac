package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.model.Prompt;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all requests of a job share, rendered once. Thread-safe: nobody writes to the arrays. */
final class RequestFrame {
    // Lenient towards nothing: a setting that is read otherwise than it was meant costs money.
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();
    private static final BigDecimal STEP = new BigDecimal("0.5");
    private static final Set<String> OWN_FIELDS =
            Set.of(
                    "responseMimeType",
                    "response_mime_type",
                    "responseSchema",
                    "response_schema",
                    "responseJsonSchema",
                    "_responseJsonSchema",
                    "response_json_schema",
                    "responseFormat",
                    "response_format");

    private static final List<String> ENDPOINT_TOOLS =
            List.of(
                    "googleSearch",
                    "google_search",
                    "googleSearchRetrieval",
                    "google_search_retrieval",
                    "googleMaps",
                    "google_maps",
                    "enterpriseWebSearch",
                    "enterprise_web_search",
                    "urlContext",
                    "url_context",
                    "codeExecution",
                    "code_execution",
                    "retrieval",
                    "fileSearch",
                    "file_search");

    private final byte[] systemInstruction;
    private final byte[] examples;
    private final ObjectNode config;
    private final byte[] generationConfig;
    private final byte[] tools;
    private final byte[] others;
    private final ObjectNode toolConfig;
    private final byte[] plainToolConfig;
    private final long maxOutputTokens;
    private final int candidates;

    /**
     * @throws IllegalArgumentException if generationConfig or the fields are not a JSON object or
     *     set what is set here, or if a schema is not a JSON object
     */
    RequestFrame(RequestSettings settings) {
        config = object("model.generationConfig", settings.generationConfig());
        refuseOwnFields(config);
        candidates =
                Math.max(
                        1,
                        config.path("candidateCount")
                                .asInt(config.path("candidate_count").asInt()));
        maxOutputTokens =
                config.path("maxOutputTokens").asLong(config.path("max_output_tokens").asLong());
        format(config, settings.format());
        generationConfig = generationConfig(config);
        ObjectNode fields = object("the request's fields", settings.fields());
        toolConfig =
                fields.remove("toolConfig") instanceof ObjectNode given
                        ? given
                        : MAPPER.createObjectNode();
        plainToolConfig =
                toolConfig.isEmpty()
                        ? new byte[0]
                        : JsonBytes.utf8(",\"toolConfig\":" + toolConfig);
        JsonNode given = fields.remove("tools");
        tools = given == null ? new byte[0] : JsonBytes.utf8(",\"tools\":" + given);
        String json = fields.toString();
        others =
                fields.isEmpty()
                        ? new byte[0]
                        : JsonBytes.utf8("," + json.substring(1, json.length() - 1));
        systemInstruction = systemInstruction(settings.systemInstruction());
        examples = examples(settings.examples());
    }

    private RequestFrame(RequestFrame other, ObjectNode config) {
        this.config = config;
        systemInstruction = other.systemInstruction;
        examples = other.examples;
        generationConfig = generationConfig(config);
        tools = other.tools;
        others = other.others;
        toolConfig = other.toolConfig;
        plainToolConfig = other.plainToolConfig;
        maxOutputTokens = other.maxOutputTokens;
        candidates = other.candidates;
    }

    private static byte[] generationConfig(ObjectNode config) {
        return config.isEmpty() ? new byte[0] : JsonBytes.utf8(",\"generationConfig\":" + config);
    }

    /** Returns the same with another temperature and without a seed, where they are set. */
    RequestFrame varied() {
        ObjectNode varied = config.deepCopy();
        varied.remove("seed");
        JsonNode temperature = config.path("temperature");
        if (temperature.isNumber()) {
            BigDecimal given = temperature.decimalValue();
            boolean isLow = given.compareTo(BigDecimal.ONE) <= 0;
            varied.put("temperature", isLow ? given.add(STEP) : given.subtract(STEP));
        }
        return new RequestFrame(this, varied);
    }

    /** A systemInstruction without commas around it; empty if there is none. */
    byte[] systemInstruction() {
        return systemInstruction;
    }

    /** Turns with commas between them; empty if there are none. */
    byte[] examples() {
        return examples;
    }

    /** With a comma before it, as all that follows; empty if there is none. */
    byte[] generationConfig() {
        return generationConfig;
    }

    byte[] tools() {
        return tools;
    }

    byte[] toolConfig() {
        return plainToolConfig;
    }

    /** Returns the toolConfig of a question that is asked from a place. */
    byte[] toolConfig(Prompt.Place place) {
        ObjectNode config = toolConfig.deepCopy();
        config.withObject("/retrievalConfig/latLng")
                .put("latitude", place.latitude())
                .put("longitude", place.longitude());
        return JsonBytes.utf8(",\"toolConfig\":" + config);
    }

    byte[] others() {
        return others;
    }

    long maxOutputTokens() {
        return maxOutputTokens;
    }

    int candidates() {
        return candidates;
    }

    /** Returns whether the endpoint may search, or call other tools of its own. */
    boolean hasEndpointTools() {
        String text = new String(tools, StandardCharsets.UTF_8);
        return ENDPOINT_TOOLS.stream().anyMatch(tool -> text.contains('"' + tool + '"'));
    }

    /** Returns whether only the request's own bytes become tokens of the prompt. */
    boolean boundsInput() {
        return tools.length == 0
                && !new String(others, StandardCharsets.UTF_8).contains("\"cachedContent\"");
    }

    private static byte[] systemInstruction(@Nullable String text) {
        return text == null || text.isBlank()
                ? new byte[0]
                : JsonBytes.concat(
                        List.of(
                                JsonBytes.utf8("\"systemInstruction\":{\"parts\":[{\"text\":\""),
                                JsonBytes.quoted(text),
                                JsonBytes.utf8("\"}]}")));
    }

    private static byte[] examples(List<RequestSettings.Example> examples) {
        List<byte[]> pieces = new ArrayList<>();
        for (RequestSettings.Example example : examples) {
            if (!pieces.isEmpty()) {
                pieces.add(JsonBytes.COMMA);
            }
            pieces.add(RequestEncoder.userTurn(example.user()).json());
            pieces.add(JsonBytes.COMMA);
            pieces.add(RequestEncoder.modelTurn(example.model()).json());
        }
        return JsonBytes.concat(pieces);
    }

    private static void format(ObjectNode config, AnswerFormat format) {
        if (format.mimeType() != null) {
            config.put("responseMimeType", format.mimeType());
        }
        if (format.schema() != null) {
            String field = format.field().field();
            config.set(field, object(field, format.schema()));
        }
    }

    private static ObjectNode object(String option, String json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    option + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException(option + " must be a JSON object: " + json);
    }

    private static void refuseOwnFields(ObjectNode generationConfig) {
        Set<String> collisions = new TreeSet<>(OWN_FIELDS);
        collisions.removeIf(field -> !generationConfig.has(field));
        if (!collisions.isEmpty()) {
            throw new IllegalArgumentException(
                    "model.generationConfig must not set "
                            + String.join(", ", collisions)
                            + ": Gleaner sets the answer's format from output");
        }
    }
}
