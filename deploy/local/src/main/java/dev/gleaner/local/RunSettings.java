package dev.gleaner.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one run is asked to do.
 *
 * @param spec the spec file
 * @param input the records to load
 * @param endpoint a real endpoint, or null for the simulator
 * @param parallelism of the job, from 1
 * @param keepRunning whether everything stays up after the job's end
 */
record RunSettings(
        Path spec,
        JsonRecords input,
        @Nullable Endpoint endpoint,
        int parallelism,
        boolean keepRunning) {}
