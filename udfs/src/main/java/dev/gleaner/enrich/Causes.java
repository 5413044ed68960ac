package dev.gleaner.enrich;

import dev.gleaner.model.FailureKind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The kinds of some failures, each with its number and an example. Not thread-safe. */
final class Causes {
    private static final int TOLD = 3;

    private final Map<FailureKind, Cause> causes = new EnumMap<>(FailureKind.class);

    private record Cause(FailureKind kind, int number, String example) {}

    void add(FailedRecord failed) {
        String example = failed.record() + ": " + failed.detail();
        causes.merge(
                failed.kind(),
                new Cause(failed.kind(), 1, example),
                (known, one) -> new Cause(known.kind(), known.number() + 1, known.example()));
    }

    void remove(FailureKind kind) {
        causes.computeIfPresent(
                kind,
                (unused, known) ->
                        known.number() == 1
                                ? null
                                : new Cause(kind, known.number() - 1, known.example()));
    }

    void clear() {
        causes.clear();
    }

    /** Returns the most frequent causes, each with the place of a record, and what to do. */
    String describe() {
        List<Cause> most =
                causes.values().stream()
                        .sorted(Comparator.comparingInt(Cause::number).reversed())
                        .limit(TOLD)
                        .toList();
        String told =
                most.stream()
                        .map(
                                cause ->
                                        cause.number()
                                                + " "
                                                + cause.kind()
                                                + ", such as "
                                                + cause.example())
                        .collect(Collectors.joining("; "));
        String fix = most.isEmpty() ? "" : most.get(0).kind().fix();
        return fix.isEmpty() ? told : sentence(told) + " " + fix;
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
