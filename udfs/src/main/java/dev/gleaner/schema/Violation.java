package dev.gleaner.schema;

/**
 * One place where an answer is not what its schema demands. Says where and what was demanded, never
 * what was there; together at most {@value #MAX_LENGTH} characters.
 *
 * @param pointer the JSON pointer of the value, empty for the whole answer
 * @param demand what the value has to be, in words
 */
public record Violation(String pointer, String demand) {

    static final int MAX_LENGTH = 200;

    private static final int MAX_POINTER = 80;

    /** Cuts what is too long. */
    public Violation {
        pointer = cut(pointer, MAX_POINTER);
        demand = cut(demand, MAX_LENGTH - MAX_POINTER - ": ".length());
    }

    @Override
    public String toString() {
        return (pointer.isEmpty() ? "/" : pointer) + ": " + demand;
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }
}
