package dev.gleaner.prompt;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where a field is in a JSON document: {@code outer.inner}, or a JSON pointer for names with dots
 * and for array elements. Immutable.
 */
public final class FieldPath {
    private final JsonPointer pointer;

    private FieldPath(JsonPointer pointer) {
        this.pointer = pointer;
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static FieldPath parse(String path) {
        if (path.startsWith("/")) {
            return new FieldPath(JsonPointer.compile(path));
        }
        JsonPointer pointer = JsonPointer.empty();
        for (String name : path.split("\\.", -1)) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("\"" + path + "\" is no path of a field");
            }
            pointer = pointer.appendProperty(name);
        }
        return new FieldPath(pointer);
    }

    /** Returns the field's value; a missing node or null node if there is none. */
    JsonNode in(JsonNode record) {
        return record.at(pointer);
    }

    /** Returns whether it leads into an object: it does not begin with the index of an array. */
    boolean isInObject() {
        return pointer.getMatchingIndex() < 0 && !pointer.matches();
    }

    static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /** As a JSON pointer. */
    @Override
    public String toString() {
        return pointer.toString();
    }
}
