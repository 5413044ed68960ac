package dev.gleaner.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it was read: bytes, never parsed here. The arrays are shared, not copied, and
 * nobody writes to them.
 *
 * @param topic the topic it came from
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 * @param timestamp Kafka's record timestamp in epoch milliseconds, or -1 if it has none
 * @param key the key, or null
 * @param value the value, or null for a tombstone
 * @param headers the headers, in order
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes; identity is never compared
public record SourceRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<RecordHeader> headers) {

    /** Where the record lies, and nothing of what it says: Flink prints this in error messages. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
