package dev.gleaner.gemini;

import org.jspecify.annotations.Nullable;

/**
 * A function that the model wants called, or calls as its answer.
 *
 * @param id by which the response is matched, or null if the endpoint sends none
 * @param name as declared, or whatever the model wrote
 * @param args one JSON object in UTF-8, compact; {@code {}} if there was none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record FunctionCall(@Nullable String id, String name, byte[] args) {

    /** The name, never the args. */
    @Override
    public String toString() {
        return name;
    }
}
