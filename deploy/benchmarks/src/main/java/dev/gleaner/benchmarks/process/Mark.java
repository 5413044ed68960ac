package dev.gleaner.benchmarks.process;

/**
 * Where a client's JVM stands.
 *
 * @param cpuNanos CPU time of the whole process since its start
 * @param heapBytes what is on its heap
 */
public record Mark(long cpuNanos, long heapBytes) {}
