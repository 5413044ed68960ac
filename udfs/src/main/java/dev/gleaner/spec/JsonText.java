package dev.gleaner.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.text.ByteOrderMark;
import org.jspecify.annotations.Nullable;

/** Reads strict JSON: no key twice, nothing after the end, decimals as they are written. */
public final class JsonText {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private JsonText() {}

    /**
     * Reads a document.
     *
     * @return a missing node if there is none
     * @throws JsonProcessingException if it is not JSON; its message quotes the text
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(ByteOrderMark.without(text));
    }

    static @Nullable JsonNode parseObject(String text, Problems problems) {
        try {
            JsonNode json = read(text);
            if (json.isObject()) {
                return json;
            }
            problems.add("", "is not an object", "write keys and values");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(line, "", "is not JSON: " + e.getOriginalMessage(), "correct the syntax");
        }
        return null;
    }
}
