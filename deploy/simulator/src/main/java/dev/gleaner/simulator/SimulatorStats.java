package dev.gleaner.simulator;

import java.util.Map;

/**
 * What a simulator has seen since the start or the last reset.
 *
 * @param requests calls of generateContent, streamGenerateContent and countTokens
 * @param accepted of these, answered with 200 by the model
 * @param rejected of these, refused, per HTTP status; a fault that answers 200 with HTML counts
 *     here under 200
 * @param inFlight now
 * @param peakInFlight most at once
 * @param distinctPrompts different texts of the first user turn among valid requests
 * @param faults how often each fault was played
 */
public record SimulatorStats(
        long requests,
        long accepted,
        Map<Integer, Long> rejected,
        int inFlight,
        int peakInFlight,
        long distinctPrompts,
        Map<Fault, Long> faults) {

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
