package dev.gleaner.enrich;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * What becomes of records while the endpoint answers nobody.
 *
 * @param action what
 * @param after how long a record waits before it is a dead letter, or an outage may last before the
 *     job fails; of no use to WAIT
 */
public record OutageSettings(Action action, Duration after) implements Serializable {

    /** What becomes of them. */
    public enum Action {
        /** They wait until it answers again. */
        WAIT,
        /** They are dead letters after a while. */
        DEAD_LETTER,
        /** The job fails after a while. */
        FAIL
    }

    public OutageSettings {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(after, "after");
    }
}
