package dev.gleaner.prompt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Identifies what every prompt of a job has in common, so that answers can be told apart by it. */
public final class PromptFingerprint {
    private static final int BYTES = 6;

    private PromptFingerprint() {}

    /**
     * Returns 12 hexadecimal digits that differ when a part differs.
     *
     * @param parts the constant parts in a fixed order; "ab", "c" differs from "a", "bc"
     */
    public static String of(List<String> parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
