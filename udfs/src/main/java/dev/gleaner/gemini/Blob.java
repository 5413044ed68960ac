package dev.gleaner.gemini;

/**
 * A file in an answer.
 *
 * @param mimeType as received, such as {@code image/png}
 * @param data its bytes, decoded
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record Blob(String mimeType, byte[] data) {

    /** Type and length, never the bytes. */
    @Override
    public String toString() {
        return mimeType + ", " + data.length + " bytes";
    }
}
