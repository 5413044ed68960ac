package dev.gleaner.simulator;

/** Token counts by the rule of thumb of four bytes each. Stateless. */
final class Tokens {

    private Tokens() {}

    static int of(String text) {
        return ofBytes(utf8Length(text));
    }

    static int ofBytes(int bytes) {
        return (bytes + 3) / 4;
    }

    static int utf8Length(CharSequence text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Half of a surrogate pair stands for two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
