package dev.gleaner.prompt;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import dev.gleaner.text.ByteOrderMark;
import dev.gleaner.text.Json;
import dev.gleaner.text.StorableText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a record into the user's turn. Thread-safe. */
public final class PromptRenderer {
    private final PromptSettings settings;
    private final List<PartTemplate> parts;
    private final @Nullable PlaceTemplate place;
    private final boolean needsText;
    private final @Nullable String objectNeeded;

    /**
     * @throws IllegalArgumentException if a template or path of the settings is none
     */
    public PromptRenderer(PromptSettings settings) {
        this.settings = settings;
        parts = settings.parts().stream().map(PartTemplate::new).toList();
        place = settings.place() == null ? null : new PlaceTemplate(settings.place());
        needsText = parts.stream().anyMatch(PartTemplate::holdsRecord);
        objectNeeded = objectNeeded();
    }

    /** Returns why records must be JSON objects, or null if they need not. */
    private @Nullable String objectNeeded() {
        if (settings.objectsOnly()) {
            return "sink.layout: merge needs objects";
        }
        List<FieldPath> fields = new ArrayList<>(place == null ? List.of() : place.fields());
        parts.forEach(part -> fields.addAll(part.fields()));
        return fields.stream()
                .filter(FieldPath::isInObject)
                .findFirst()
                .map(field -> "the prompt names its field " + field)
                .orElse(null);
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
                            MissingNode.getInstance(),
                            false);
            case TEXT -> {
                String text = decode(value);
                String storable = StorableText.of(text);
                yield render(value, storable, MissingNode.getInstance(), !storable.equals(text));
            }
            case JSON -> {
                String text = json(value);
                String storable = StorableText.ofJson(text);
                yield render(value, storable, parse(storable), !storable.equals(text));
            }
        };
    }

    private Prompt render(byte[] value, String text, JsonNode fields, boolean replaced)
            throws PromptException {
        List<PromptPart> rendered = new ArrayList<>(parts.size());
        boolean asks = false;
        boolean empty = false;
        for (PartTemplate part : parts) {
            PromptPart one = part.render(value, text, fields);
            if (one instanceof PromptPart.Text said && said.text().isEmpty()) {
                empty = true; // Gemini refuses a part without a text.
            } else if (one != null) {
                rendered.add(one);
                asks |= !(one instanceof PromptPart.Text said && said.text().isBlank());
            }
        }
        if (rendered.isEmpty() && !empty) {
            throw new PromptException(
                    FailureKind.MISSING_FIELD,
                    "the record has none of the fields that prompt.parts names");
        } else if (!asks) {
            throw new PromptException(
                    FailureKind.EMPTY_PROMPT, "with this record, the prompt holds no text or file");
        }
        return new Prompt(rendered, place == null ? null : place.in(fields), replaced);
    }

    private static String json(byte[] value) throws PromptException {
        String framing = SchemaFraming.of(value);
        if (framing != null) {
            throw new PromptException(
                    FailureKind.INVALID_JSON,
                    "the record looks like "
                            + framing
                            + "; source.format: json reads JSON with nothing before it: write the"
                            + " records with a serializer of plain JSON");
        }
        return decode(value);
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
        return ByteOrderMark.without(text);
    }

    private JsonNode parse(String text) throws PromptException {
        try {
            JsonNode record = Json.read(text);
            if (record.isMissingNode()) {
                throw new PromptException(FailureKind.INVALID_JSON, "the record is empty");
            }
            if (!record.isObject() && objectNeeded != null) {
                throw new PromptException(
                        FailureKind.NOT_AN_OBJECT,
                        "the record is " + NonObject.name(record) + ", and " + objectNeeded);
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
