package dev.gleaner.gemini;

import java.util.Arrays;

/** Copies JSON without the white space between its tokens; all else stays byte by byte. */
final class CompactJson {
    private CompactJson() {}

    /**
     * Returns a copy of {@code json} from {@code start} to {@code end}, which must be valid JSON.
     */
    static byte[] copy(byte[] json, int start, int end) {
        byte[] copy = new byte[end - start];
        int length = 0;
        boolean inString = false;
        for (int i = start; i < end; i++) {
            byte b = json[i];
            if (inString && b == '\\') {
                copy[length++] = b;
                b = json[++i];
            } else if (b == '"') {
                inString = !inString;
            } else if (!inString && isSpace(b)) {
                continue;
            }
            copy[length++] = b;
        }
        return length == copy.length ? copy : Arrays.copyOf(copy, length);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
