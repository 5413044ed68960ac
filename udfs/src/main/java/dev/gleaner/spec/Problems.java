package dev.gleaner.spec;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong with one file, and knows in which line of it each path stands. */
final class Problems {
    private final String file;
    private final Set<Problem> found;
    private final Map<String, Integer> lines = new HashMap<>();

    Problems(String file) {
        this(file, new LinkedHashSet<>());
    }

    private Problems(String file, Set<Problem> found) {
        this.file = file;
        this.found = found;
    }

    /** Returns a collector for another file that adds to the same problems. */
    Problems in(String otherFile) {
        return new Problems(otherFile, found);
    }

    /** Notes that the path is given in a line. */
    void locate(String path, int line) {
        lines.putIfAbsent(path, line);
    }

    /** Notes that the path counts as not given after all. */
    void forget(String path) {
        lines.remove(path);
    }

    boolean isGiven(String path) {
        return lines.containsKey(path);
    }

    /** Returns the line of the path, or of what encloses it if it is not given itself. */
    int lineOf(String path) {
        String at = path;
        while (!at.isEmpty() && !lines.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return lines.getOrDefault(at, 1);
    }

    void add(String path, String problem, String fix) {
        add(lineOf(path), path, problem, fix);
    }

    void add(int line, String path, String problem, String fix) {
        found.add(new Problem(file, line, path, problem, fix));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    void throwIfAny() throws SpecException {
        if (!isEmpty()) {
            // The spec first, then the files it names.
            throw new SpecException(
                    found.stream()
                            .sorted(
                                    Comparator.comparing((Problem p) -> !p.file().equals(file))
                                            .thenComparing(Problem::file)
                                            .thenComparingInt(Problem::line))
                            .toList());
        }
    }
}
