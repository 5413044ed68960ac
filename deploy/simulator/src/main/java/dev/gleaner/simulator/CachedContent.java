package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A prefix of prompts that is kept. Immutable.
 *
 * @param name resource name
 * @param model its name without a path
 * @param displayName empty if none was given
 * @param tools as they were given, a missing node if none
 * @param toolConfig as it was given, a missing node if none
 * @param tokens of contents and system instruction
 * @param created when it was made
 * @param updated when its end was set last
 * @param expires when it ends
 */
record CachedContent(
        String name,
        String model,
        String displayName,
        JsonNode tools,
        JsonNode toolConfig,
        TokenCounts tokens,
        Instant created,
        Instant updated,
        Instant expires) {

    boolean liveAt(Instant now) {
        return now.isBefore(expires);
    }

    CachedContent until(Instant end, Instant now) {
        return new CachedContent(
                name, model, displayName, tools, toolConfig, tokens, created, now, end);
    }
}
