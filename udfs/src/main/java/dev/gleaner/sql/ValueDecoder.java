package dev.gleaner.sql;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Makes a value in Flink's internal form from JSON. Immutable and thread-safe. */
@FunctionalInterface
interface ValueDecoder {

    /**
     * Returns the value; null for null and for what is not there.
     *
     * @throws MismatchException if it is none of the type
     */
    @Nullable Object decode(JsonNode json);

    /** Thrown for JSON that is no value of a type. The message does not quote it. */
    final class MismatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MismatchException(String message) {
            super(message);
        }
    }
}
