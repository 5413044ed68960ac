package dev.gleaner.benchmarks.series;

/**
 * The simulator's counters at one time.
 *
 * @param seconds since any fixed time
 * @param requests attempts that have arrived, since the last reset
 * @param accepted attempts answered as the model does
 * @param rejected attempts refused
 * @param inFlight attempts under way
 */
public record Sample(double seconds, long requests, long accepted, long rejected, int inFlight) {}
