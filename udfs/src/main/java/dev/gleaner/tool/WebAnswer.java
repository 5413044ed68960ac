package dev.gleaner.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.text.ByteOrderMark;
import dev.gleaner.text.Json;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered.
 *
 * @param status the HTTP status
 * @param contentType the header's value, or null
 * @param body as much as was read
 * @param cut whether there was more
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
record WebAnswer(int status, @Nullable String contentType, byte[] body, boolean cut) {
    private static final Pattern TEXT =
            Pattern.compile("text/.*|.*(json|xml|yaml|csv|javascript|urlencoded)");
    private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([\\w.:+-]+)");

    /**
     * Returns the answer for the model: JSON as it is, other text as {@code text}.
     *
     * @throws ToolFailureException if it is not a success, or no text
     */
    JsonNode json() throws ToolFailureException {
        if (status / 100 == 3) {
            throw new ToolFailureException(
                    "a redirect (HTTP " + status + "), which is not allowed");
        }
        if (status / 100 != 2) {
            throw new ToolFailureException("HTTP " + status);
        }
        String type = mediaType();
        if (!type.isEmpty() && !TEXT.matcher(type).matches()) {
            throw new ToolFailureException("the answer is not text");
        }
        JsonNode json = !cut && (type.isEmpty() || type.endsWith("json")) ? parsed() : null;
        return json == null ? text() : json;
    }

    private @Nullable JsonNode parsed() {
        try {
            JsonNode json =
                    Json.read(ByteOrderMark.without(new String(body, StandardCharsets.UTF_8)));
            return json.isMissingNode() ? null : json;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private ObjectNode text() {
        ObjectNode text = JsonNodeFactory.instance.objectNode().put("text", decoded());
        return cut ? text.put("truncated", true) : text;
    }

    private String decoded() {
        CharsetDecoder decoder =
                charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE);
        CharBuffer chars =
                CharBuffer.allocate((int) Math.ceil(body.length * decoder.maxCharsPerByte()));
        // If it was cut, half a character may be left over.
        decoder.decode(ByteBuffer.wrap(body), chars, !cut);
        return ByteOrderMark.without(chars.flip().toString());
    }

    private String mediaType() {
        return contentType == null
                ? ""
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private Charset charset() {
        Matcher named = CHARSET.matcher(contentType == null ? "" : contentType);
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) { // unknown, or no name at all
            return StandardCharsets.UTF_8;
        }
    }
}
