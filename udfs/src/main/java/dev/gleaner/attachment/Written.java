package dev.gleaner.attachment;

/** How writing one file ended. */
public sealed interface Written {

    /**
     * The file is whole and in its place.
     *
     * @param uri where it is
     * @param mimeType as it was given
     * @param size in bytes
     * @param sha256 of its content, in lower-case hexadecimal digits
     */
    record Stored(String uri, String mimeType, long size, String sha256) implements Written {}

    /**
     * It could not be written.
     *
     * @param reason for people: one line of at most 300 characters, without the content
     */
    record Failed(String reason) implements Written {}
}
