package dev.gleaner.prompt;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One part of the user's turn and where it comes from.
 *
 * @param source what {@code value} is
 * @param value a template, or a field's path, or nothing for the record's own bytes
 * @param mimeType of a file, if it is the same for all records, else null
 * @param mimeTypeField the path of the field that names it, or null
 * @param maxBytes the largest file that is sent, in bytes before base64
 * @param optional whether a record without the field is asked about without this part
 */
public record PartSettings(
        Source source,
        String value,
        @Nullable String mimeType,
        @Nullable String mimeTypeField,
        int maxBytes,
        boolean optional)
        implements Serializable {

    /** Where a part comes from. */
    public enum Source {
        /** A template of text. */
        TEXT,
        /** A field that holds a file in base64. */
        BASE64,
        /** The record's own bytes are the file. */
        RECORD,
        /** A template that gives the URI of a file. */
        URI
    }

    /** A part of text only. */
    public static PartSettings text(String template) {
        return new PartSettings(Source.TEXT, template, null, null, 0, false);
    }
}
