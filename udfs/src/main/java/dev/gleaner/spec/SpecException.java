package dev.gleaner.spec;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a spec cannot be used. The message is all that a user needs to read. */
public final class SpecException extends Exception {
    private final transient List<Problem> problems;

    SpecException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Returns every problem that was found, in the order of their lines. */
    public List<Problem> problems() {
        return problems;
    }
}
