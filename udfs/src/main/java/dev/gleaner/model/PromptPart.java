package dev.gleaner.model;

/**
 * One part of what the model is asked about. Stays in memory; {@code toString} never shows the
 * content.
 */
public sealed interface PromptPart {

    /** Text, verbatim. */
    record Text(String text) implements PromptPart {
        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /**
     * A file's bytes, which nobody writes to.
     *
     * @param mimeType such as {@code image/png}
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
    record Bytes(String mimeType, byte[] data) implements PromptPart {
        @Override
        public String toString() {
            return "Bytes[" + mimeType + ", " + data.length + " bytes]";
        }
    }

    /**
     * A file's bytes as they came, in base64.
     *
     * @param base64 checked, without white space
     */
    record Base64(String mimeType, String base64) implements PromptPart {
        @Override
        public String toString() {
            return "Base64[" + mimeType + ", " + base64.length() + " chars]";
        }
    }

    /** A file that the endpoint fetches itself. */
    record File(String mimeType, String uri) implements PromptPart {
        @Override
        public String toString() {
            return "File[" + mimeType + "]";
        }
    }
}
