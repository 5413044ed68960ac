package dev.gleaner.tool;

import java.nio.charset.StandardCharsets;

/** Percent-encodes all but what RFC 3986 calls unreserved, which means the same everywhere. */
final class PercentCode {
    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String DIGITS = "0123456789ABCDEF";

    private PercentCode() {}

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(DIGITS.charAt((b >> 4) & 15))
                        .append(DIGITS.charAt(b & 15));
            }
        }
        return encoded.toString();
    }
}
