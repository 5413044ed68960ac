package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes generateContent requests as JSON in UTF-8. What all requests share is rendered once; a
 * call costs the escaping of its text and one copy. The system instruction comes first, so that
 * requests share the prefix that Gemini caches. Thread-safe.
 */
public final class RequestEncoder {
    // Lenient towards nothing: a setting that is read otherwise than it was meant costs money.
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();
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

    private static final byte[] FIRST_USER =
            utf8("\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"");
    private static final byte[] NEXT_MODEL = turnBreak("model");
    private static final byte[] NEXT_USER = turnBreak("user");

    private final byte[] prefix;
    private final byte[] suffix;
    private final long maxOutputTokens;

    /**
     * Renders what all requests share.
     *
     * @throws IllegalArgumentException if generationConfig is not a JSON object or sets what is set
     *     here, if responseSchema is not a JSON object, or if a text has an unpaired surrogate
     */
    public RequestEncoder(RequestSettings settings) {
        ObjectNode generationConfig = object("model.generationConfig", settings.generationConfig());
        refuseOwnFields(generationConfig);
        maxOutputTokens =
                generationConfig
                        .path("maxOutputTokens")
                        .asLong(generationConfig.path("max_output_tokens").asLong());
        generationConfig.put("responseMimeType", "application/json");
        if (settings.responseSchema() != null) {
            generationConfig.set(
                    "responseSchema", object("responseSchema", settings.responseSchema()));
        }
        prefix = concat(systemInstruction(settings.systemInstruction()), FIRST_USER);
        suffix = utf8("\"}]}],\"generationConfig\":" + generationConfig + "}");
    }

    /** Returns what every request bounds its answer to, in tokens; 0 if it does not. */
    public long maxOutputTokens() {
        return maxOutputTokens;
    }

    /**
     * Encodes one question.
     *
     * @throws MalformedTextException if the text has an unpaired surrogate
     */
    public byte[] encode(String userText) throws MalformedTextException {
        return concat(prefix, quoted(userText), suffix);
    }

    /**
     * Encodes the question, the model's bad answer and what is wrong with it, as three turns.
     *
     * @throws MalformedTextException if a text has an unpaired surrogate
     */
    public byte[] encodeRepair(String userText, String badAnswer, String correction)
            throws MalformedTextException {
        return concat(
                prefix,
                quoted(userText),
                NEXT_MODEL,
                quoted(badAnswer),
                NEXT_USER,
                quoted(correction),
                suffix);
    }

    private static byte[] systemInstruction(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return utf8("{");
        }
        try {
            return concat(
                    utf8("{\"systemInstruction\":{\"parts\":[{\"text\":\""),
                    quoted(text),
                    utf8("\"}]},"));
        } catch (MalformedTextException e) {
            throw new IllegalArgumentException("prompt.system: " + e.getMessage(), e);
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
                            + ": Gleaner sets the answer's format from the schema");
        }
    }

    private static byte[] turnBreak(String role) {
        return utf8("\"}]},{\"role\":\"" + role + "\",\"parts\":[{\"text\":\"");
    }

    private static byte[] quoted(String text) throws MalformedTextException {
        try {
            return JsonStringEncoder.getInstance().quoteAsUTF8(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedTextException();
        }
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length = Math.addExact(length, part.length);
        }
        byte[] whole = new byte[length];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, end, part.length);
            end += part.length;
        }
        return whole;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
