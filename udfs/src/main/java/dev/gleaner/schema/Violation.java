package dev.gleaner.schema;

/**
 * One place where an answer is not what its schema demands. Says where and what was demanded, never
 * what was there; as text at most {@value #MAX_LENGTH} characters.
 *
 * @param pointer the JSON pointer of the value, empty for the whole answer
 * @param demand what the value has to be, in words
 */
public record Violation(String pointer, String demand) {

    static final int MAX_LENGTH = 200;

    private static final int MAX_POINTER = 80;
    private static final int MAX_WHOLE_POINTER = 500;

    /** Cuts what is too long; of the pointer so that it leads to what the value is part of. */
    public Violation {
        pointer = outer(pointer);
        demand = cut(demand, MAX_LENGTH - MAX_POINTER - ": ".length());
    }

    @Override
    public String toString() {
        return (pointer.isEmpty() ? "/" : cut(pointer, MAX_POINTER)) + ": " + demand;
    }

    private static String outer(String pointer) {
        return pointer.length() <= MAX_WHOLE_POINTER
                ? pointer
                : pointer.substring(0, Math.max(0, pointer.lastIndexOf('/', MAX_WHOLE_POINTER)));
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }
}
