package dev.gleaner.prompt;

/** What base64 says of the bytes it stands for, without decoding them. */
final class Base64Text {
    private static final int NOT_BASE64 = -1;

    private Base64Text() {}

    /** Returns the text without line breaks and blanks, as MIME encoders put them in. */
    static String withoutSpace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ') {
                return text.replaceAll("[\\x00-\\x20]+", "");
            }
        }
        return text;
    }

    /**
     * Returns how many bytes it stands for, or less than 0 if it is not base64. The alphabet for
     * URLs is taken too, and padding may be left out, as by Google's parser.
     */
    static long decodedSize(String text) {
        int end = text.length();
        while (end > 0 && end > text.length() - 2 && text.charAt(end - 1) == '=') {
            end--;
        }
        boolean padded = end < text.length();
        if (end % 4 == 1 || (padded && text.length() % 4 != 0)) {
            return NOT_BASE64;
        }
        for (int i = 0; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return NOT_BASE64;
            }
        }
        return end * 3L / 4;
    }

    private static boolean isDigit(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_';
    }
}
