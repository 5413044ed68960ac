package dev.gleaner.text;

import java.nio.charset.StandardCharsets;

/**
 * Text as any consumer can store it: half a surrogate pair, which UTF-8 cannot say, and NUL, which
 * databases refuse, are replaced by U+FFFD. Every other character stays, and so does the number of
 * characters.
 */
public final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final String ESCAPE = "\\u";
    private static final int ESCAPE_LENGTH = 6;

    private StorableText() {}

    /** Returns a text; the same one if there is nothing to replace. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return of(text, i);
            }
        }
        return text;
    }

    private static String of(String text, int start) {
        char[] chars = null;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                chars = chars == null ? text.toCharArray() : chars;
                chars[i] = REPLACEMENT;
            }
        }
        return chars == null ? text : String.valueOf(chars);
    }

    /**
     * Returns a text that holds JSON; the same one if there is nothing to replace. What escapes
     * such as {@code \}{@code ud83d} stand for is replaced too. What is not JSON stays so.
     */
    public static String ofJson(String json) {
        String text = of(json);
        if (!text.contains(ESCAPE)) {
            return text;
        }
        StringBuilder replaced = null;
        int i = text.indexOf('\\');
        while (i >= 0 && i + 1 < text.length()) {
            int unit = escaped(text, i);
            int length = unit < 0 ? 2 : ESCAPE_LENGTH;
            if (unit == 0 || (unit > 0 && Character.isSurrogate((char) unit))) {
                int next = escaped(text, i + ESCAPE_LENGTH);
                if (Character.isHighSurrogate((char) unit)
                        && next > 0
                        && Character.isLowSurrogate((char) next)) {
                    length = 2 * ESCAPE_LENGTH;
                } else {
                    replaced = replaced == null ? new StringBuilder(text) : replaced;
                    replaced.replace(i, i + ESCAPE_LENGTH, "\\ufffd");
                }
            }
            i = text.indexOf('\\', i + length);
        }
        return replaced == null ? text : replaced.toString();
    }

    /**
     * Returns the code unit that an escape at a place of a text stands for; -1 if there is none.
     */
    private static int escaped(String text, int at) {
        if (at + ESCAPE_LENGTH > text.length() || !text.startsWith(ESCAPE, at)) {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /**
     * Returns JSON in UTF-8; the same array if there is nothing to replace. What is no UTF-8 is
     * replaced too.
     */
    public static byte[] ofJson(byte[] json) {
        if (isPlain(json)) {
            return json;
        }
        String text = new String(json, StandardCharsets.UTF_8);
        String storable = ofJson(text);
        return storable.equals(text) && text.indexOf(REPLACEMENT) < 0
                ? json
                : storable.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns whether there are neither escapes of code units nor bytes beyond ASCII. */
    private static boolean isPlain(byte[] json) {
        byte before = 0;
        for (byte b : json) {
            if (b <= 0 || (b == 'u' && before == '\\')) {
                return false;
            }
            before = b;
        }
        return true;
    }
}
