package dev.gleaner.prompt;

import dev.gleaner.model.RecordFormat;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How records become prompts.
 *
 * @param format how a record's bytes are read
 * @param parts of the user's turn, in order, at least one
 * @param place where a record says it is from, or null if that does not matter
 * @param maxRecordBytes the largest value that is sent, in bytes, at least 1
 * @param objectsOnly whether a JSON record must be an object, because a field will be added to it
 */
public record PromptSettings(
        RecordFormat format,
        List<PartSettings> parts,
        @Nullable PlaceSettings place,
        int maxRecordBytes,
        boolean objectsOnly)
        implements Serializable {

    public PromptSettings {
        Objects.requireNonNull(format, "format");
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException(
                    "source.maxRecordBytes must be at least 1, not " + maxRecordBytes);
        }
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("prompt.parts must have at least one part");
        }
        if (format != RecordFormat.JSON
                && (place != null || parts.stream().anyMatch(PromptSettings::namesFields))) {
            throw new IllegalArgumentException(
                    "prompt names fields, but source.format is "
                            + format.name().toLowerCase(Locale.ROOT)
                            + "; use {{record}}, or source.format: json");
        }
    }

    private static boolean namesFields(PartSettings part) {
        return part.source() == PartSettings.Source.BASE64
                || part.mimeTypeField() != null
                || (part.source() != PartSettings.Source.RECORD
                        && PromptTemplate.parse(part.value()).namesFields());
    }
}
