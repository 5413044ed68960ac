package dev.gleaner.simulator;

import org.jspecify.annotations.Nullable;

/**
 * How cached contents are kept. Immutable.
 *
 * @param minimum whether what is smaller than the model's minimum is refused, as Gemini does
 * @param fault the response to every call of a cached content, null for none; one that replaces an
 *     answer. The faults of {@link Control#faults()} concern the calls of a model only
 */
public record CacheRules(boolean minimum, @Nullable Fault fault) {

    /** Checks the fault. */
    public CacheRules {
        if (fault != null && fault.stage() != Fault.Stage.REJECT) {
            throw new IllegalArgumentException(
                    "cacheFault must be a response of its own, was " + fault);
        }
    }

    /** No minimum, no fault. */
    public static CacheRules none() {
        return new CacheRules(false, null);
    }
}
