package dev.gleaner.prompt;

import dev.gleaner.model.RecordFormat;
import java.io.Serializable;
import java.util.Objects;

/**
 * How records become prompts.
 *
 * @param format how a record's bytes are read
 * @param template the user's turn, with placeholders; see {@link PromptTemplate}
 * @param maxRecordBytes the largest value that is sent, in bytes, at least 1
 * @param objectsOnly whether a JSON record must be an object, because a field will be added to it
 */
public record PromptSettings(
        RecordFormat format, String template, int maxRecordBytes, boolean objectsOnly)
        implements Serializable {

    /** The default of {@code maxRecordBytes}: one million tokens are about 4 MB of text. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 4 << 20;

    public PromptSettings {
        Objects.requireNonNull(format, "format");
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException(
                    "source.maxRecordBytes must be at least 1, not " + maxRecordBytes);
        }
        if (format != RecordFormat.JSON && PromptTemplate.parse(template).namesFields()) {
            throw new IllegalArgumentException(
                    "prompt.user names fields, but source.format is "
                            + format.name().toLowerCase(java.util.Locale.ROOT)
                            + "; use {{record}}, or source.format: json");
        }
    }
}
