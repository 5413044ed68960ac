package dev.gleaner.enrich;

import dev.gleaner.model.SourceRecord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A Kafka key in its partition, equal by its bytes. The hash is worked out once. */
final class RecordKey {
    private final String topic;
    private final int partition;
    private final byte[] key;
    private final int hash;

    private RecordKey(String topic, int partition, byte[] key) {
        this.topic = topic;
        this.partition = partition;
        this.key = key;
        this.hash = 31 * (31 * Arrays.hashCode(key) + partition) + topic.hashCode();
    }

    /** Returns null for a record without a key. */
    static @Nullable RecordKey of(SourceRecord record) {
        byte[] key = record.key();
        return key == null ? null : new RecordKey(record.topic(), record.partition(), key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordKey that
                && hash == that.hash
                && partition == that.partition
                && topic.equals(that.topic)
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
