package dev.gleaner.model;

import java.util.List;

/**
 * The last answer that a record got and that was no enrichment.
 *
 * @param text the beginning of its text in UTF-8; nobody writes to it
 * @param bytes the length of the whole text in UTF-8
 * @param violations where it breaks the schema, as JSON pointers; empty if it does not
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record RejectedAnswer(byte[] text, long bytes, List<String> violations) {

    /** The length, never the text. */
    @Override
    public String toString() {
        return "RejectedAnswer[" + bytes + " bytes]";
    }
}
