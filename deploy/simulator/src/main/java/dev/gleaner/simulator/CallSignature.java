package dev.gleaner.simulator;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Set;

/** The thoughtSignature of a round of calls; the same in every run, so that it can be checked. */
final class CallSignature {

    /** What Google lets stand for a signature that a client does not have. */
    static final Set<String> WAIVERS =
            Set.of("context_engineering_is_the_way_to_go", "skip_thought_signature_validator");

    private static final int WORDS = 12;

    private CallSignature() {}

    /** A hundred bytes or so in base64, of one model, one user turn and one round only. */
    static String of(String model, long prompt, int round) {
        ByteBuffer bytes = ByteBuffer.allocate(WORDS * Long.BYTES);
        long word = StableHash.with(StableHash.with(prompt, model.hashCode()), round);
        while (bytes.hasRemaining()) {
            bytes.putLong(word);
            word = StableHash.with(word, WORDS);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
