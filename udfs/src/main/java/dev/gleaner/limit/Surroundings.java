package dev.gleaner.limit;

import dev.gleaner.time.CallScheduler;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/**
 * What a limiter looks at.
 *
 * @param health whether the endpoint answers anybody
 * @param time for waits
 * @param clock for hours and days
 * @param random chance, at least 0 and less than 1
 */
public record Surroundings(
        EndpointHealth health, CallScheduler time, InstantSource clock, DoubleSupplier random) {}
