package dev.gleaner.prompt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a record into the user's turn. Thread-safe. */
public final class PromptRenderer {
    private final PromptSettings settings;
    private final List<PartTemplate> parts;
    private final @Nullable PlaceTemplate place;
    private final boolean needsText;

    /** Numbers keep the digits they were written with: 1.10 stays 1.10. */
    private final ObjectReader reader =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    // A file can be longer than Jackson's 20 million characters;
                                    // the record is bounded already.
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build()
                    .readerFor(JsonNode.class);

    /**
     * @throws IllegalArgumentException if a template or path of the settings is none
     */
    public PromptRenderer(PromptSettings settings) {
        this.settings = settings;
        parts = settings.parts().stream().map(PartTemplate::new).toList();
        place = settings.place() == null ? null : new PlaceTemplate(settings.place());
        needsText = parts.stream().anyMatch(PartTemplate::holdsRecord);
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
        return switch (settings.format()) {
            case BYTES ->
                    render(
                            value,
                            needsText ? Base64.getEncoder().encodeToString(value) : "",
                            MissingNode.getInstance());
            case TEXT -> render(value, decode(value), MissingNode.getInstance());
            case JSON -> {
                String text = decode(value);
                yield render(value, text, parse(text));
            }
        };
    }

    private Prompt render(byte[] value, String text, JsonNode fields) throws PromptException {
        List<PromptPart> rendered = new ArrayList<>(parts.size());
        for (PartTemplate part : parts) {
            PromptPart one = part.render(value, text, fields);
            if (one != null) {
                rendered.add(one);
            }
        }
        if (rendered.isEmpty()) {
            throw new PromptException(
                    FailureKind.MISSING_FIELD,
                    "the record has none of the fields that prompt.parts names");
        }
        return new Prompt(rendered, place == null ? null : place.in(fields));
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
