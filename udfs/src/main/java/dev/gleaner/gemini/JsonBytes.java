package dev.gleaner.gemini;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gleaner.text.StorableText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** JSON in UTF-8, put together from pieces. */
final class JsonBytes {
    static final byte[] COMMA = utf8(",");

    private JsonBytes() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a text as it stands between quotes. */
    static byte[] quoted(String text) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(StorableText.of(text));
    }

    /** Returns where a piece begins, or -1. In strings quotes are escaped, so it is no string's. */
    static int indexOf(byte[] json, byte[] piece) {
        for (int i = 0; i <= json.length - piece.length; i++) {
            if (Arrays.equals(json, i, i + piece.length, piece, 0, piece.length)) {
                return i;
            }
        }
        return -1;
    }

    static byte[] concat(List<byte[]> pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length = Math.addExact(length, piece.length);
        }
        byte[] whole = new byte[length];
        int end = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, end, piece.length);
            end += piece.length;
        }
        return whole;
    }
}
