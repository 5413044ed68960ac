package dev.gleaner.local;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Which source records have come out, and how many came out twice. Used by one thread. */
final class SourceOffsets {
    private final Map<TopicPartition, BitSet> seen = new HashMap<>();
    private long distinct;
    private long repeated;

    /**
     * @param offset from 0 to {@link Integer#MAX_VALUE}
     */
    void add(String topic, int partition, long offset) {
        BitSet offsets =
                seen.computeIfAbsent(new TopicPartition(topic, partition), absent -> new BitSet());
        int index = Math.toIntExact(offset);
        if (offsets.get(index)) {
            repeated++;
        } else {
            offsets.set(index);
            distinct++;
        }
    }

    long distinct() {
        return distinct;
    }

    long repeated() {
        return repeated;
    }
}
