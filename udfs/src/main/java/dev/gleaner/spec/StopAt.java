package dev.gleaner.spec;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a bounded job ends.
 *
 * @param instant before the first record with this timestamp or a later one; null means at the end
 *     that each partition has when the job starts
 */
public record StopAt(@Nullable Instant instant) {}
