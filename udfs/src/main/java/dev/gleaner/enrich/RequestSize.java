package dev.gleaner.enrich;

import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import java.util.Locale;

/**
 * How big a request is, as far as tokens depend on it.
 *
 * @param textBytes bytes of the body without those of files, and of what it names that is cached
 * @param fileTokens the most tokens that its files can be
 * @param soundTokens how many of those may be of sound
 */
record RequestSize(long textBytes, long fileTokens, long soundTokens) {
    /** An image is tiled into 258 tokens each; no model makes more than this of one. */
    private static final long IMAGE_TOKENS = 4_096;

    /**
     * Audio is 32 tokens a second and video about 300: at the lowest usual bit rates (8 kbit/s and
     * 100 kbit/s) that is one for 31 and 41 bytes.
     */
    private static final long BYTES_PER_SOUND_TOKEN = 16;

    /** A page of a document is 258 tokens and its text; an empty page takes about 1 kB. */
    private static final long BYTES_PER_DOCUMENT_TOKEN = 4;

    /** Nothing is known of a file that the endpoint fetches: 100 pages, or 15 minutes of sound. */
    private static final long REMOTE_TOKENS = 30_000;

    static RequestSize of(byte[] body, Prompt prompt) {
        long base64 = 0;
        long tokens = 0;
        long sound = 0;
        for (PromptPart part : prompt.parts()) {
            String mimeType = "";
            long most = 0;
            if (part instanceof PromptPart.Bytes file) {
                long encoded = (file.data().length + 2L) / 3 * 4;
                base64 += encoded;
                mimeType = file.mimeType();
                most = tokens(mimeType, encoded);
            } else if (part instanceof PromptPart.Base64 file) {
                base64 += file.base64().length();
                mimeType = file.mimeType();
                most = tokens(mimeType, file.base64().length());
            } else if (part instanceof PromptPart.File file) {
                mimeType = file.mimeType();
                most = isImage(mimeType) ? IMAGE_TOKENS : REMOTE_TOKENS;
            }
            tokens += most;
            sound += hasSound(mimeType) ? most : 0;
        }
        return new RequestSize(Math.max(0, body.length - base64), tokens, sound);
    }

    RequestSize plusText(long bytes) {
        return new RequestSize(textBytes + bytes, fileTokens, soundTokens);
    }

    private static long tokens(String mimeType, long encoded) {
        long bytes = encoded / 4 * 3;
        if (isImage(mimeType)) {
            return IMAGE_TOKENS;
        }
        return IMAGE_TOKENS
                + bytes / (hasSound(mimeType) ? BYTES_PER_SOUND_TOKEN : BYTES_PER_DOCUMENT_TOKEN);
    }

    private static boolean hasSound(String mimeType) {
        String type = mimeType.toLowerCase(Locale.ROOT);
        return type.startsWith("audio/") || type.startsWith("video/");
    }

    private static boolean isImage(String mimeType) {
        return mimeType.toLowerCase(Locale.ROOT).startsWith("image/");
    }
}
