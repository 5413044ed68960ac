package dev.gleaner.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes generateContent requests as JSON in UTF-8. What all requests share is rendered once; a
 * call costs the escaping of its text and one copy. The system instruction and the examples come
 * first, so that requests share the prefix that Gemini caches. Thread-safe.
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

    private static final byte[] TEXT = utf8("{\"text\":\"");
    private static final byte[] INLINE_DATA = utf8("{\"inlineData\":{\"mimeType\":\"");
    private static final byte[] DATA = utf8("\",\"data\":\"");
    private static final byte[] FILE_DATA = utf8("{\"fileData\":{\"mimeType\":\"");
    private static final byte[] FILE_URI = utf8("\",\"fileUri\":\"");
    private static final byte[] PART_END = utf8("\"}");
    private static final byte[] FILE_END = utf8("\"}}");
    private static final byte[] USER = utf8("{\"role\":\"user\",\"parts\":[");
    private static final byte[] MODEL = utf8("{\"role\":\"model\",\"parts\":[");
    private static final byte[] TURN_END = utf8("]}");
    private static final byte[] COMMA = utf8(",");
    private static final byte[] CONTENTS = utf8("\"contents\":[");
    private static final byte[] CONTENTS_END = utf8("]");
    private static final byte[] OPEN = utf8("{");
    private static final byte[] CLOSE = utf8("}");

    private final byte[] systemInstruction;
    private final byte[] examples;
    private final byte[] generationConfig;
    private final byte[] toolFields;
    private final byte[] otherFields;
    private final ObjectNode toolConfig;
    private final byte[] plainToolConfig;
    private final long maxOutputTokens;

    /**
     * Renders what all requests share.
     *
     * @throws IllegalArgumentException if generationConfig or the fields are not a JSON object or
     *     set what is set here, if a schema is not a JSON object, or if a text has an unpaired
     *     surrogate
     */
    public RequestEncoder(RequestSettings settings) {
        ObjectNode config = object("model.generationConfig", settings.generationConfig());
        refuseOwnFields(config);
        maxOutputTokens =
                config.path("maxOutputTokens").asLong(config.path("max_output_tokens").asLong());
        format(config, settings.format());
        generationConfig = utf8(",\"generationConfig\":" + config);
        ObjectNode fields = object("the request's fields", settings.fields());
        toolConfig =
                fields.remove("toolConfig") instanceof ObjectNode given
                        ? given
                        : MAPPER.createObjectNode();
        plainToolConfig =
                toolConfig.isEmpty() ? new byte[0] : utf8(",\"toolConfig\":" + toolConfig);
        JsonNode tools = fields.remove("tools");
        toolFields = tools == null ? new byte[0] : utf8(",\"tools\":" + tools);
        String others = fields.toString();
        otherFields =
                fields.isEmpty()
                        ? new byte[0]
                        : utf8("," + others.substring(1, others.length() - 1));
        try {
            systemInstruction = systemInstruction(settings.systemInstruction());
            examples = examples(settings.examples());
        } catch (MalformedTextException e) {
            throw new IllegalArgumentException(
                    "prompt.system or prompt.turns: " + e.getMessage(), e);
        }
    }

    /** Returns what every request bounds its answer to, in tokens; 0 if it does not. */
    public long maxOutputTokens() {
        return maxOutputTokens;
    }

    /**
     * Encodes one question.
     *
     * @throws MalformedTextException if a text has an unpaired surrogate
     */
    public byte[] encode(Prompt prompt) throws MalformedTextException {
        return encode(prompt, List.of(), null);
    }

    /**
     * Encodes one question and what was said since.
     *
     * @param followUp the turns after the record's own
     * @param cachedContent the name of a cachedContent that holds what {@link #encodeCache} wrote,
     *     or null
     * @throws MalformedTextException if a text has an unpaired surrogate
     */
    public byte[] encode(Prompt prompt, List<Turn> followUp, @Nullable String cachedContent)
            throws MalformedTextException {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(OPEN);
        if (cachedContent == null) {
            pieces.add(systemInstruction);
            pieces.add(CONTENTS);
            pieces.add(examples);
        } else {
            pieces.add(utf8("\"cachedContent\":\"" + cachedContent + "\","));
            pieces.add(CONTENTS);
        }
        pieces.add(USER);
        addParts(pieces, prompt.parts());
        pieces.add(TURN_END);
        for (Turn turn : followUp) {
            pieces.add(COMMA);
            pieces.add(turn.json());
        }
        pieces.add(CONTENTS_END);
        pieces.add(generationConfig);
        if (cachedContent == null) {
            pieces.add(toolFields);
            pieces.add(prompt.place() == null ? plainToolConfig : toolConfigAt(prompt.place()));
        }
        pieces.add(otherFields);
        pieces.add(CLOSE);
        return concat(pieces);
    }

    /**
     * Encodes what all requests share as a cachedContent to be created.
     *
     * @param model the model's resource name, such as {@code models/gemini-3.5-flash}
     * @param ttl how long it is kept
     */
    public byte[] encodeCache(String model, Duration ttl) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(utf8("{\"model\":\"" + model + "\",\"ttl\":\"" + ttl.toSeconds() + "s\""));
        if (systemInstruction.length > 0) {
            pieces.add(COMMA);
            pieces.add(withoutLast(systemInstruction));
        }
        if (examples.length > 0) {
            pieces.add(COMMA);
            pieces.add(CONTENTS);
            pieces.add(withoutLast(examples));
            pieces.add(CONTENTS_END);
        }
        pieces.add(toolFields);
        pieces.add(plainToolConfig);
        pieces.add(CLOSE);
        return concat(pieces);
    }

    /** Returns a text as the user's next turn. */
    public static Turn userTurn(String text) throws MalformedTextException {
        return turn(USER, text);
    }

    /** Returns a text as the model's last turn. */
    public static Turn modelTurn(String text) throws MalformedTextException {
        return turn(MODEL, text);
    }

    /** Returns what functions gave as the user's next turn. */
    public static Turn functionResponses(List<FunctionResponse> responses) {
        return new Turn(USER);
    }

    private static Turn turn(byte[] start, String text) throws MalformedTextException {
        return new Turn(concat(List.of(start, TEXT, quoted(text), PART_END, TURN_END)));
    }

    private static void addParts(List<byte[]> pieces, List<PromptPart> parts)
            throws MalformedTextException {
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                pieces.add(COMMA);
            }
            addPart(pieces, parts.get(i));
        }
    }

    private static void addPart(List<byte[]> pieces, PromptPart part)
            throws MalformedTextException {
        if (part instanceof PromptPart.Text text) {
            Collections.addAll(pieces, TEXT, quoted(text.text()), PART_END);
        } else if (part instanceof PromptPart.Bytes file) {
            Collections.addAll(pieces, INLINE_DATA, quoted(file.mimeType()), DATA);
            Collections.addAll(pieces, Base64.getEncoder().encode(file.data()), FILE_END);
        } else if (part instanceof PromptPart.Base64 file) {
            Collections.addAll(pieces, INLINE_DATA, quoted(file.mimeType()), DATA);
            Collections.addAll(pieces, quoted(file.base64()), FILE_END);
        } else if (part instanceof PromptPart.File file) {
            Collections.addAll(pieces, FILE_DATA, quoted(file.mimeType()), FILE_URI);
            Collections.addAll(pieces, quoted(file.uri()), FILE_END);
        }
    }

    private byte[] toolConfigAt(Prompt.Place place) {
        ObjectNode config = toolConfig.deepCopy();
        config.withObject("/retrievalConfig/latLng")
                .put("latitude", place.latitude())
                .put("longitude", place.longitude());
        return utf8(",\"toolConfig\":" + config);
    }

    private static byte[] systemInstruction(@Nullable String text) throws MalformedTextException {
        if (text == null || text.isBlank()) {
            return new byte[0];
        }
        return concat(
                List.of(
                        utf8("\"systemInstruction\":{\"parts\":[{\"text\":\""),
                        quoted(text),
                        utf8("\"}]},")));
    }

    /** Each turn is followed by a comma: the record's own comes after. */
    private static byte[] examples(List<RequestSettings.Example> examples)
            throws MalformedTextException {
        List<byte[]> pieces = new ArrayList<>();
        for (RequestSettings.Example example : examples) {
            Collections.addAll(pieces, turn(USER, example.user()).json(), COMMA);
            Collections.addAll(pieces, turn(MODEL, example.model()).json(), COMMA);
        }
        return concat(pieces);
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

    private static byte[] quoted(String text) throws MalformedTextException {
        try {
            return JsonStringEncoder.getInstance().quoteAsUTF8(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedTextException();
        }
    }

    private static byte[] withoutLast(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length - 1);
    }

    private static byte[] concat(List<byte[]> parts) {
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
