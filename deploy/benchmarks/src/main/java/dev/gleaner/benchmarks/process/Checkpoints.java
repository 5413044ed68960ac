package dev.gleaner.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long checkpoints took, gathered from answers of Flink's REST API, which remembers the last
 * few only. Used by one thread.
 */
public final class Checkpoints {
    private final Map<Long, Long> millisById = new TreeMap<>();

    /**
     * Takes in an answer of {@code /jobs/ID/checkpoints}. A checkpoint under way counts with the
     * time that it has taken so far.
     *
     * @param nowMillis the time of the answer
     * @param sinceMillis checkpoints triggered before are left out
     */
    void add(JsonNode answer, long nowMillis, long sinceMillis) {
        for (JsonNode checkpoint : answer.path("history")) {
            long triggered = checkpoint.path("trigger_timestamp").asLong();
            if (triggered >= sinceMillis) {
                boolean underWay = checkpoint.path("status").asText().equals("IN_PROGRESS");
                long millis =
                        underWay
                                ? nowMillis - triggered
                                : checkpoint.path("end_to_end_duration").asLong();
                millisById.put(checkpoint.path("id").asLong(), millis);
            }
        }
    }

    /** Returns how many there were. */
    public int count() {
        return millisById.size();
    }

    /** Returns the longest, in milliseconds; 0 if there was none. */
    public long longestMillis() {
        return millisById.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
