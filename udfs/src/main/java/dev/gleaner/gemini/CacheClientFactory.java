package dev.gleaner.gemini;

import java.io.Serializable;

/** Creates a client for cachedContents where the calls are made: one for each subtask. */
@FunctionalInterface
public interface CacheClientFactory extends Serializable {

    /**
     * Creates a client, which the caller must close.
     *
     * @param settings where and how to reach the model
     * @param apiKey the resolved key
     */
    CacheClient create(EndpointSettings settings, String apiKey);
}
