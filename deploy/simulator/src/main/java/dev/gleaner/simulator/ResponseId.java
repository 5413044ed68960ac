package dev.gleaner.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Response ids that look like Google's: 22 letters, the same for the same request. Stateless. */
final class ResponseId {

    private static final Base64.Encoder LETTERS = Base64.getUrlEncoder().withoutPadding();

    private ResponseId() {}

    static String of(long id) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(id).putLong(StableHash.with(id, 1)).array();
        return new String(LETTERS.encode(bytes), StandardCharsets.ISO_8859_1);
    }
}
