package dev.gleaner.schema;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown for a schema that cannot be used, with everything that is wrong with it. */
public final class InvalidSchemaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<SchemaProblem> problems;

    InvalidSchemaException(List<SchemaProblem> problems) {
        super(
                problems.stream()
                        .map(SchemaProblem::toString)
                        .collect(
                                Collectors.joining(
                                        "\n  ", "responseSchema cannot be used:\n  ", "")));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems in the order they were found, at least one. */
    public List<SchemaProblem> problems() {
        return problems;
    }
}
