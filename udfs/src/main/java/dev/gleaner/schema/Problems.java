package dev.gleaner.schema;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that is wrong with one schema, so that its author sees it all at once. */
final class Problems {

    private final Set<SchemaProblem> found = new LinkedHashSet<>();

    /**
     * Notes a problem; one that is met twice, by way of two references, counts once.
     *
     * @param pointer where, as a JSON pointer
     * @param what what is wrong
     * @param fix what to do about it
     */
    void add(String pointer, String what, String fix) {
        found.add(new SchemaProblem(pointer, what, fix));
    }

    /** Throws InvalidSchemaException with all problems, if there is one. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidSchemaException(List.copyOf(found));
        }
    }

    /** The pointer one level further down, escaped as RFC 6901 wants it. */
    static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String child(String pointer, int index) {
        return pointer + "/" + index;
    }
}
