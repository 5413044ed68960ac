package dev.gleaner.gemini;

/**
 * One turn that follows the record's own, ready for the wire. Made by {@link RequestEncoder} or of
 * what the endpoint sent.
 *
 * @param json a Content in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record Turn(byte[] json) {

    /** The length, never the content. */
    @Override
    public String toString() {
        return "Turn[" + json.length + " bytes]";
    }
}
