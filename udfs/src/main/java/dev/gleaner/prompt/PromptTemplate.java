package dev.gleaner.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.model.FailureKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text with placeholders: <code>{{path.to.field}}</code>, <code>{{/json/pointer}}</code> for names
 * with dots and for array elements, and <code>{{record}}</code> for the whole record as it was
 * written. A question mark, as in <code>{{field?}}</code>, puts in nothing where the field is
 * absent or null. <code>{{"{{"}}</code> is a literal <code>{{</code>. A record's text is put in
 * verbatim and never read as a template itself. Immutable and thread-safe.
 */
public final class PromptTemplate {
    private static final String WHOLE_RECORD = "record";

    private final List<Segment> segments;

    private PromptTemplate(List<Segment> segments) {
        this.segments = List.copyOf(segments);
    }

    /** Either literal text, or a field, or (neither) the whole record. */
    private record Segment(@Nullable String literal, @Nullable FieldPath field, boolean optional) {
        static Segment text(String literal) {
            return new Segment(literal, null, false);
        }
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException if a placeholder is empty, unclosed or no valid path, or belongs to
     *     another template language
     */
    public static PromptTemplate parse(String template) {
        return new PromptTemplate(
                TemplateScanner.scan(template).stream()
                        .map(
                                piece ->
                                        piece.isPlaceholder()
                                                ? placeholder(piece)
                                                : Segment.text(piece.text()))
                        .toList());
    }

    private static Segment placeholder(TemplateScanner.Piece piece) {
        String content = piece.text();
        if (content.equals(WHOLE_RECORD)) {
            return new Segment(null, null, false);
        }
        boolean optional = content.endsWith("?");
        String path = optional ? content.substring(0, content.length() - 1).strip() : content;
        if (path.equals(WHOLE_RECORD)) {
            throw new TemplateException(
                    piece.place() + "{{" + content + "}} is always there",
                    "write {{record}}, or {{/record?}} for a field of that name");
        }
        try {
            return new Segment(null, FieldPath.parse(path), optional);
        } catch (IllegalArgumentException invalid) {
            throw new TemplateException(
                    piece.place() + "{{" + content + "}} is no path",
                    "write {{field}}, {{outer.inner}}, {{/json/pointer}} or {{record}}");
        }
    }

    /** Returns whether a record has any influence on the text. */
    public boolean hasPlaceholders() {
        return segments.stream().anyMatch(segment -> segment.literal() == null);
    }

    /** Returns whether a placeholder names a field, so that records must be JSON. */
    public boolean namesFields() {
        return segments.stream().anyMatch(segment -> segment.field() != null);
    }

    /** Returns the fields that a record must have, as JSON pointers. */
    public List<String> requiredFields() {
        return segments.stream()
                .filter(segment -> segment.field() != null && !segment.optional())
                .map(segment -> String.valueOf(segment.field()))
                .distinct()
                .toList();
    }

    /** Returns all fields that a record may have a say by, as JSON pointers. */
    public List<String> fields() {
        return segments.stream()
                .filter(segment -> segment.field() != null)
                .map(segment -> String.valueOf(segment.field()))
                .distinct()
                .toList();
    }

    /** Returns the fields that placeholders name, in their order. */
    List<FieldPath> paths() {
        List<FieldPath> paths = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.field() != null) {
                paths.add(segment.field());
            }
        }
        return paths;
    }

    /** Returns whether a placeholder stands for the whole record. */
    boolean holdsRecord() {
        return segments.stream()
                .anyMatch(segment -> segment.literal() == null && segment.field() == null);
    }

    /**
     * Fills the placeholders in.
     *
     * @param whole the record as text
     * @param fields the record's fields
     * @throws PromptException if a named field is absent or null
     */
    String render(String whole, JsonNode fields) throws PromptException {
        StringBuilder text = new StringBuilder(whole.length() + 256);
        for (Segment segment : segments) {
            if (segment.literal() != null) {
                text.append(segment.literal());
            } else if (segment.field() != null) {
                append(text, fields, segment.field(), segment.optional());
            } else {
                text.append(whole);
            }
        }
        return text.toString();
    }

    private static void append(
            StringBuilder text, JsonNode fields, FieldPath path, boolean optional)
            throws PromptException {
        JsonNode value = path.in(fields);
        if (!FieldPath.isAbsent(value)) {
            text.append(value.isContainerNode() ? value.toString() : value.asText());
        } else if (!optional) {
            throw new PromptException(
                    FailureKind.MISSING_FIELD,
                    "the record has no field " + path + ", which the prompt names");
        }
    }
}
