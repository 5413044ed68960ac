package dev.gleaner.benchmarks.contender;

import java.net.URI;
import java.nio.file.Path;

/**
 * What a contender's JVM is told when it starts.
 *
 * @param contender who runs in it
 * @param endpoint the simulator
 * @param capacity calls in flight at most
 * @param examples the folder with spec, schema and messages
 * @param spec the spec of the job, of which the contenders without Gleaner read nothing
 * @param directory where checkpoints and temporary files go
 * @param checkpointMillis between checkpoints
 * @param recordBytes size that messages are filled up to; 0 leaves them as they are
 */
public record ClientSettings(
        Contender contender,
        URI endpoint,
        int capacity,
        Path examples,
        Path spec,
        Path directory,
        long checkpointMillis,
        int recordBytes) {}
