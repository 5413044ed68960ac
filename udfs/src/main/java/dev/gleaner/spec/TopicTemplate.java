package dev.gleaner.spec;

import dev.gleaner.prompt.FieldPath;
import dev.gleaner.prompt.TemplateScanner;
import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A topic's name in which <code>{{field}}</code> stands for what the answer has there.
 *
 * @param parts in their order
 */
public record TopicTemplate(List<Part> parts) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * A piece of the name.
     *
     * @param text the piece itself, or the path of a field
     * @param isField which of the two
     */
    public record Part(String text, boolean isField) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Copies the list. */
    public TopicTemplate {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if what stands in braces is no path
     */
    static TopicTemplate parse(String template) {
        return new TopicTemplate(
                TemplateScanner.scan(template).stream()
                        .map(
                                piece ->
                                        piece.isPlaceholder()
                                                ? new Part(checked(piece.text()), true)
                                                : new Part(piece.text(), false))
                        .toList());
    }

    private static String checked(String field) {
        if (field.endsWith("?")) {
            throw new IllegalArgumentException(
                    "{{" + field + "}} may be absent, and a topic's name must be complete");
        }
        try {
            FieldPath.parse(field);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("{{" + field + "}} is no path", invalid);
        }
        return field;
    }

    /** Returns the paths of the fields, in their order. */
    public List<String> fields() {
        return parts.stream().filter(Part::isField).map(Part::text).distinct().toList();
    }

    /** Returns the same with other paths for the fields. */
    TopicTemplate renamed(UnaryOperator<String> path) {
        return new TopicTemplate(
                parts.stream()
                        .map(p -> p.isField() ? new Part(path.apply(p.text()), true) : p)
                        .toList());
    }

    /**
     * Fills the fields in.
     *
     * @param value what the answer has at a path
     */
    public String fill(Function<String, String> value) {
        StringBuilder name = new StringBuilder();
        for (Part part : parts) {
            name.append(part.isField() ? value.apply(part.text()) : part.text());
        }
        return name.toString();
    }
}
