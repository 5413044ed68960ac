package dev.gleaner.text;

import java.util.Arrays;

/** The byte order mark that editors and other programs put before a text; it is no part of it. */
public final class ByteOrderMark {
    private static final char MARK = '\uFEFF';

    private ByteOrderMark() {}

    /** Returns the text without the mark at its begin. */
    public static String without(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    /** Returns the text, which is in UTF-8, without the mark at its begin. */
    public static byte[] without(byte[] utf8) {
        int length = length(utf8);
        return length == 0 ? utf8 : Arrays.copyOfRange(utf8, length, utf8.length);
    }

    /** Returns how many bytes the mark has at the begin of a text in UTF-8: 3, or 0 without one. */
    public static int length(byte[] utf8) {
        boolean marked =
                utf8.length >= 3
                        && utf8[0] == (byte) 0xEF
                        && utf8[1] == (byte) 0xBB
                        && utf8[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }
}
