package dev.gleaner.local;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a run.
 *
 * @param enriched records in the enriched topic
 * @param deadLetters records in the dead-letter topic by failure kind
 * @param firstDetails what the first dead letter of each kind says of its cause
 * @param distinctOffsets source records that came out, as far as the records say where they lay
 * @param repeatedOffsets records that came out although their source record had come out already
 * @param tokens tokens billed, as usageMetadata says
 * @param costUsd the cost of all records that say theirs, or null if none does
 */
public record OutcomeCounts(
        long enriched,
        Map<String, Long> deadLetters,
        Map<String, String> firstDetails,
        long distinctOffsets,
        long repeatedOffsets,
        long tokens,
        @Nullable BigDecimal costUsd) {

    /** Returns the records in the dead-letter topic. */
    public long deadLettered() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the records in both topics. */
    public long total() {
        return enriched + deadLettered();
    }

    /** Returns whether every record that came out says where its source record lay. */
    public boolean offsetsKnown() {
        return distinctOffsets + repeatedOffsets == total();
    }

    /** Returns whether each of {@code records} source records came out, and none came out twice. */
    public boolean eachOnce(long records) {
        return distinctOffsets == records && repeatedOffsets == 0;
    }
}
