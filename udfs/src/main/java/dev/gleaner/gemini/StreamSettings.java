package dev.gleaner.gemini;

import java.io.Serializable;
import java.time.Duration;

/**
 * How answers are streamed.
 *
 * @param idleTimeout the longest silence between two events of an answer, and before the first;
 *     from 1 ms up
 */
public record StreamSettings(Duration idleTimeout) implements Serializable {

    public StreamSettings {
        if (idleTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "call.streamIdleTimeout must be at least 1 ms: " + idleTimeout);
        }
    }
}
