package dev.gleaner.gemini;

/**
 * The letters and digits of a text in UTF-8, in lower case and with their places: what is left of
 * it when quotes, white space, JSON escapes and HTML entities are not compared. Every byte of a
 * character outside of ASCII counts as a letter.
 */
final class Letters {
    private static final int MAX_ENTITY = 8;

    /** Takes the letters in their order. */
    interface Sink {
        /**
         * Takes one.
         *
         * @param start offset of the first byte that stands for it
         * @param end offset behind the last
         */
        void letter(byte letter, int start, int end);
    }

    private final byte[] text;
    private final int end;
    private final Sink sink;

    private Letters(byte[] text, int end, Sink sink) {
        this.text = text;
        this.end = end;
        this.sink = sink;
    }

    /** Reads the bytes from {@code start} to {@code end}, exclusive. */
    static void read(byte[] text, int start, int end, Sink sink) {
        Letters letters = new Letters(text, end, sink);
        int i = start;
        while (i < end) {
            i = letters.readAt(i);
        }
    }

    private int readAt(int i) {
        byte b = text[i];
        if (b == '\\') {
            return escape(i);
        }
        if (b == '&') {
            return entity(i);
        }
        take(b, i, i + 1);
        return i + 1;
    }

    private void take(int letter, int start, int stop) {
        if (letter >= 'A' && letter <= 'Z') {
            sink.letter((byte) (letter + 'a' - 'A'), start, stop);
        } else if (letter < 0
                || (letter >= 'a' && letter <= 'z')
                || (letter >= '0' && letter <= '9')) {
            sink.letter((byte) letter, start, stop);
        }
    }

    /** However often a text was escaped, its backslashes stand side by side. */
    private int escape(int start) {
        int i = start;
        while (i < end && text[i] == '\\') {
            i++;
        }
        if (i == end) {
            return i;
        }
        return switch (text[i]) {
            case 'n', 'r', 't', 'b', 'f' -> i + 1;
            case 'u' -> unicode(start, i + 1);
            default -> i;
        };
    }

    private int unicode(int start, int digits) {
        int unit = 0;
        int stop = digits + 4;
        for (int i = digits; i < stop; i++) {
            int digit = i < end ? Character.digit(text[i], 16) : -1;
            if (digit < 0) {
                return digits - 1;
            }
            unit = (unit << 4) | digit;
        }
        if (unit < 0x80) {
            take(unit, start, stop);
        } else {
            if (unit < 0x800) {
                take((byte) (0xC0 | (unit >> 6)), start, stop);
            } else {
                take((byte) (0xE0 | (unit >> 12)), start, stop);
                take((byte) (0x80 | ((unit >> 6) & 0x3F)), start, stop);
            }
            take((byte) (0x80 | (unit & 0x3F)), start, stop);
        }
        return stop;
    }

    private int entity(int start) {
        for (int i = start + 1; i < end && i <= start + MAX_ENTITY; i++) {
            if (text[i] == ';') {
                return i + 1;
            }
            if (text[i] != '#' && !Character.isLetterOrDigit(text[i])) {
                break;
            }
        }
        return start + 1;
    }
}
