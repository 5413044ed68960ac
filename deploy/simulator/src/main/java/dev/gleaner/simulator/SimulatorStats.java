package dev.gleaner.simulator;

import java.util.Map;

/**
 * What a simulator has seen since the start or the last reset.
 *
 * @param requests calls of generateContent, streamGenerateContent and countTokens
 * @param accepted of these, answered with 200 by the model
 * @param rejected of these, refused, per HTTP status; a fault that answers 200 with HTML counts
 *     here under 200
 * @param streams calls of streamGenerateContent among the requests
 * @param abandoned requests whose client hung up before the answer had ended
 * @param inFlight now
 * @param peakInFlight most at once
 * @param distinctPrompts different texts of the first user turn among valid requests
 * @param caches what was done with cached contents; that counts as no request
 * @param faults how often each fault was played
 */
public record SimulatorStats(
        long requests,
        long accepted,
        Map<Integer, Long> rejected,
        long streams,
        long abandoned,
        int inFlight,
        int peakInFlight,
        long distinctPrompts,
        Caches caches,
        Map<Fault, Long> faults) {

    /**
     * What was done with cached contents.
     *
     * @param created since the start or the last reset
     * @param renewed the same
     * @param deleted the same
     * @param used requests that named one which was there
     * @param live now, neither expired nor deleted
     */
    public record Caches(long created, long renewed, long deleted, long used, int live) {}

    /** Copies the maps. */
    public SimulatorStats {
        rejected = Map.copyOf(rejected);
        faults = Map.copyOf(faults);
    }

    /** All refused requests together. */
    public long rejectedTotal() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
}
