package dev.gleaner.prompt;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The bytes that the serializers of schema registries put before a record's data. */
final class SchemaFraming {
    private static final int CONFLUENT_LENGTH = 5;

    private SchemaFraming() {}

    /**
     * Returns the name of the framing and its schema, or null if there is none. Confluent's is a
     * zero byte, with which no JSON begins, and the schema's id in four bytes.
     */
    static @Nullable String of(byte[] value) {
        if (value.length <= CONFLUENT_LENGTH || value[0] != 0) {
            return null;
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        return id <= 0 ? null : "Confluent's wire format (schema id " + id + ")";
    }
}
