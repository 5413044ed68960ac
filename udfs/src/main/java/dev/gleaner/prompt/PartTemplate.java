package dev.gleaner.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.PromptPart;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes one part of the user's turn of a record. Thread-safe. */
final class PartTemplate {
    private static final Pattern MIME_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+");
    private static final String DATA_URL = "data:";
    private static final String BASE64_MARK = ";base64,";

    private final PartSettings settings;
    private final @Nullable PromptTemplate template;
    private final @Nullable FieldPath field;
    private final @Nullable FieldPath mimeTypeField;

    /**
     * @throws IllegalArgumentException if a template or path is none, or the mime type is not known
     */
    PartTemplate(PartSettings settings) {
        this.settings = settings;
        boolean text =
                settings.source() == PartSettings.Source.TEXT
                        || settings.source() == PartSettings.Source.URI;
        template = text ? PromptTemplate.parse(settings.value()) : null;
        field =
                settings.source() == PartSettings.Source.BASE64
                        ? FieldPath.parse(settings.value())
                        : null;
        mimeTypeField =
                settings.mimeTypeField() == null ? null : FieldPath.parse(settings.mimeTypeField());
        if (settings.mimeType() != null && !isMimeType(settings.mimeType())) {
            throw new IllegalArgumentException(
                    "\"" + settings.mimeType() + "\" is no mime type, such as image/png");
        }
    }

    static boolean isMimeType(String text) {
        return MIME_TYPE.matcher(text).matches();
    }

    /** Returns whether it needs the record as text. */
    boolean holdsRecord() {
        return template != null && template.holdsRecord();
    }

    /** Returns the fields that it is made of. */
    List<FieldPath> fields() {
        List<FieldPath> fields = new ArrayList<>();
        if (template != null) {
            fields.addAll(template.paths());
        }
        if (field != null) {
            fields.add(field);
        }
        if (mimeTypeField != null) {
            fields.add(mimeTypeField);
        }
        return fields;
    }

    /**
     * Returns the part, or null if it is optional and the record has nothing for it.
     *
     * @param text the record as text, if any part needs it
     * @param fields the record's fields
     */
    @Nullable PromptPart render(byte[] record, String text, JsonNode fields)
            throws PromptException {
        return switch (settings.source()) {
            case TEXT -> new PromptPart.Text(rendered(text, fields));
            case BASE64 -> base64(fields);
            case RECORD -> {
                checkSize(record.length);
                yield new PromptPart.Bytes(mimeType(fields, null), record);
            }
            case URI -> {
                String uri = uri(text, fields);
                yield uri == null ? null : new PromptPart.File(mimeType(fields, null), uri);
            }
        };
    }

    private String rendered(String text, JsonNode fields) throws PromptException {
        if (template == null) {
            throw new IllegalStateException("a part of text has a template");
        }
        return template.render(text, fields);
    }

    private @Nullable String uri(String text, JsonNode fields) throws PromptException {
        String uri;
        try {
            uri = rendered(text, fields).strip();
        } catch (PromptException missing) {
            if (settings.optional() && missing.kind() == FailureKind.MISSING_FIELD) {
                return null;
            }
            throw missing;
        }
        if (uri.isEmpty() && settings.optional()) {
            return null;
        }
        if (!uri.contains(":") || uri.chars().anyMatch(c -> c <= ' ')) {
            throw new PromptException(
                    FailureKind.INVALID_PART, "what should be the URI of a file is none");
        }
        return uri;
    }

    private @Nullable PromptPart base64(JsonNode fields) throws PromptException {
        JsonNode value = field == null ? fields : field.in(fields);
        if (FieldPath.isAbsent(value)) {
            if (settings.optional()) {
                return null;
            }
            throw new PromptException(
                    FailureKind.MISSING_FIELD,
                    "the record has no field " + field + ", which holds a file");
        }
        if (!value.isTextual()) {
            throw invalid("is no text");
        }
        String encoded = value.textValue();
        String named = null;
        if (encoded.regionMatches(true, 0, DATA_URL, 0, DATA_URL.length())) {
            int mark = encoded.indexOf(BASE64_MARK);
            if (mark < 0) {
                throw invalid("is a data: URL without base64");
            }
            named = encoded.substring(DATA_URL.length(), mark);
            int parameter = named.indexOf(';');
            named = parameter < 0 ? named : named.substring(0, parameter);
            encoded = encoded.substring(mark + BASE64_MARK.length());
        }
        encoded = Base64Text.withoutSpace(encoded);
        long size = Base64Text.decodedSize(encoded);
        if (size <= 0) {
            throw invalid(size == 0 ? "holds an empty file" : "is not base64");
        }
        checkSize(size);
        return new PromptPart.Base64(mimeType(fields, named), encoded);
    }

    private String mimeType(JsonNode fields, @Nullable String named) throws PromptException {
        String type = settings.mimeType();
        if (mimeTypeField != null) {
            JsonNode value = mimeTypeField.in(fields);
            type = FieldPath.isAbsent(value) ? type : value.asText().strip();
        }
        if (type == null) {
            type = named;
        }
        if (type == null || !isMimeType(type)) {
            throw new PromptException(
                    FailureKind.INVALID_PART,
                    mimeTypeField == null
                            ? "the file's mime type is not known"
                            : "the field " + mimeTypeField + " is no mime type, such as image/png");
        }
        return type;
    }

    private PromptException invalid(String what) {
        return new PromptException(FailureKind.INVALID_PART, "the field " + field + " " + what);
    }

    private void checkSize(long bytes) throws PromptException {
        if (bytes > settings.maxBytes()) {
            throw new PromptException(
                    FailureKind.RECORD_TOO_LARGE,
                    (field == null ? "the record as a file" : "a file in the field " + field)
                            + " has "
                            + bytes
                            + " bytes, and its maxBytes is "
                            + settings.maxBytes());
        }
    }
}
