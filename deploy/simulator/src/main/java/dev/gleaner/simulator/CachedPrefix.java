package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts what is cached in front of the requests that name it. Thread-safe. */
final class CachedPrefix {

    private final CachedContents caches;
    private final Envelope envelope;

    CachedPrefix(CachedContents caches, Envelope envelope) {
        this.caches = caches;
        this.envelope = envelope;
    }

    /**
     * A request as the model sees it.
     *
     * @param root with the cached tools; the contents are the request's own, for what is cached
     *     only counts
     * @param tokens that are cached, none if nothing is
     */
    record Joined(JsonNode root, TokenCounts tokens) {}

    Joined join(ModelCall call, JsonNode root) throws RejectedRequestException {
        String name = Json.get(root, "cachedContent").asText("");
        if (name.isEmpty()) {
            return new Joined(root, TokenCounts.NONE);
        }
        Envelope spoken = call.scope().envelope(envelope);
        CachedContent cached = caches.use(name, spoken);
        if (!cached.model().equals(call.model())) {
            throw refused(CacheErrors.otherModel(call.model(), cached.model(), spoken));
        }
        if (Json.has(root, "systemInstruction")
                || Json.has(root, "tools")
                || Json.has(root, "toolConfig")) {
            throw refused(CacheErrors.setTwice(spoken));
        }
        ObjectNode joined = root.deepCopy();
        set(joined, "tools", cached.tools());
        set(joined, "toolConfig", cached.toolConfig());
        return new Joined(joined, cached.tokens());
    }

    private static void set(ObjectNode root, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            root.set(name, value);
        }
    }

    private static RejectedRequestException refused(ApiError error) {
        return new RejectedRequestException(error);
    }
}
