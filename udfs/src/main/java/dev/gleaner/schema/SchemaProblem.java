package dev.gleaner.schema;

/**
 * Something that is wrong with a schema.
 *
 * @param pointer where, as a JSON pointer; empty for the root
 * @param what what is wrong
 * @param fix what to do about it
 */
public record SchemaProblem(String pointer, String what, String fix) {

    /** Returns where it is, for people. */
    public String place() {
        return pointer.isEmpty() ? "(root)" : pointer;
    }

    @Override
    public String toString() {
        return place() + ": " + what + "; " + fix;
    }
}
