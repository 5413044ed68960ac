package dev.gleaner.prompt;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.RecordFormat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Turns the bytes of a record into the user's turn. Thread-safe. */
public final class PromptRenderer {
    private final PromptSettings settings;
    private final PromptTemplate template;

    /** Numbers keep the digits they were written with: 1.10 stays 1.10. */
    private final ObjectReader reader =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build()
                    .readerFor(JsonNode.class);

    public PromptRenderer(PromptSettings settings) {
        this.settings = settings;
        this.template = PromptTemplate.parse(settings.parts().get(0).value());
    }

    /**
     * Renders one record.
     *
     * @throws PromptException if the record is too large, not in the format it should be in, or
     *     lacks a field
     */
    public Prompt render(byte[] value) throws PromptException {
        if (value.length > settings.maxRecordBytes()) {
            throw new PromptException(
                    FailureKind.RECORD_TOO_LARGE,
                    "the record has "
                            + value.length
                            + " bytes, and source.maxRecordBytes is "
                            + settings.maxRecordBytes());
        }
        if (settings.format() == RecordFormat.BYTES) {
            return Prompt.of(
                    template.render(
                            Base64.getEncoder().encodeToString(value), MissingNode.getInstance()));
        }
        String text = decode(value);
        return Prompt.of(
                template.render(
                        text,
                        settings.format() == RecordFormat.JSON
                                ? parse(text)
                                : MissingNode.getInstance()));
    }

    /** Decodes strictly, at the speed of the lenient decoder unless a replacement turns up. */
    private static String decode(byte[] value) throws PromptException {
        String text = new String(value, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            } catch (CharacterCodingException malformed) {
                throw new PromptException(
                        FailureKind.INVALID_ENCODING, "the record is not valid UTF-8");
            }
        }
        return text;
    }

    private JsonNode parse(String text) throws PromptException {
        try {
            JsonNode record = reader.readTree(text);
            if (record.isMissingNode()) {
                throw new PromptException(FailureKind.INVALID_JSON, "the record is empty");
            }
            if (settings.objectsOnly() && !record.isObject()) {
                throw new PromptException(
                        FailureKind.INVALID_JSON,
                        "the record is a JSON "
                                + record.getNodeType().name().toLowerCase(Locale.ROOT)
                                + ", and sink.layout: merge needs objects");
            }
            return record;
        } catch (JsonProcessingException invalid) {
            throw new PromptException(
                    FailureKind.INVALID_JSON,
                    "the record is not one JSON document" + near(invalid));
        }
    }

    /** The parser's own message quotes the record; its position, if it knows one, does not. */
    private static String near(JsonProcessingException invalid) {
        JsonLocation fault = invalid.getLocation();
        return fault == null
                ? ", or nested too deeply"
                : ": the fault is near character " + fault.getCharOffset();
    }
}
