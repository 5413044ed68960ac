package dev.gleaner.gemini;

/**
 * Follows JSON that stands in no event, byte by byte, to see where it ends: an object is one
 * element, an array is the elements in it. Not thread-safe.
 */
final class BareJson {
    private int outerDepth = -1;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean elementEnd;

    /**
     * Takes the next byte, of which the first is a brace or a bracket.
     *
     * @return whether it belongs to an element
     */
    boolean read(byte b) {
        if (outerDepth < 0) {
            outerDepth = b == '[' ? 1 : 0;
        }
        int before = depth;
        if (inString) {
            inString = escaped || b != '"';
            escaped = !escaped && b == '\\';
        } else if (b == '"') {
            inString = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            depth--;
        }
        elementEnd = before > depth && depth == outerDepth;
        return Math.max(before, depth) > outerDepth;
    }

    /** Returns whether the byte that was read last ends an element. */
    boolean isElementEnd() {
        return elementEnd;
    }

    /** Returns whether the byte that was read last ends it all. */
    boolean isEnd() {
        return depth == 0;
    }
}
