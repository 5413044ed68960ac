package dev.gleaner.enrich;

import dev.gleaner.cache.PromptCache;
import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.limit.DemandEstimate;
import dev.gleaner.limit.EndpointHealth;
import dev.gleaner.limit.Limiter;
import dev.gleaner.limit.Surroundings;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A model and all that its calls share in one subtask. Every part is thread-safe.
 *
 * @param settings where, and what is asked
 * @param client request to reply
 * @param encoder prompt to the request for the answer
 * @param research prompt to the request before it, or null if one request does
 * @param demand what a request is expected to use up
 * @param limiter who may send
 * @param contact whether the endpoint has ever answered
 * @param health whether it answers anybody
 * @param cache holds the constant part of requests at the endpoint; null for none, and wherever
 *     there is research
 * @param retiredUntil until when nobody is sent here, as a reading of the call scheduler's clock
 */
record Route(
        RouteSettings settings,
        GeminiClient client,
        RequestEncoder encoder,
        @Nullable RequestEncoder research,
        DemandEstimate demand,
        Limiter limiter,
        FirstContact contact,
        EndpointHealth health,
        @Nullable PromptCache cache,
        AtomicLong retiredUntil) {

    static Route of(
            RouteSettings settings,
            EnrichmentSettings all,
            GeminiClient client,
            RequestEncoder encoder,
            Limiter limiter,
            FirstContact contact,
            Surroundings surroundings,
            @Nullable PromptCache cache) {
        return new Route(
                settings,
                client,
                encoder,
                settings.research() == null ? null : new RequestEncoder(settings.research()),
                all.demandEstimate(settings, encoder),
                limiter,
                contact,
                surroundings.health(),
                cache,
                new AtomicLong(Long.MIN_VALUE));
    }

    /** Returns the same model for calls by other settings. */
    Route with(
            RouteSettings own,
            EnrichmentSettings all,
            GeminiClient ownClient,
            RequestEncoder ownEncoder,
            @Nullable PromptCache ownCache) {
        return new Route(
                own,
                ownClient,
                ownEncoder,
                own.research() == null ? null : new RequestEncoder(own.research()),
                all.demandEstimate(own, ownEncoder),
                limiter,
                contact,
                health,
                ownCache,
                retiredUntil);
    }

    /**
     * Returns what holds the constant part of requests, or null. It is made once it is asked for.
     */
    @Nullable String cachedContent() {
        if (cache == null) {
            return null;
        }
        cache.start();
        return cache.name();
    }

    /** Notes that the endpoint does not have it any more. */
    void cacheLost(String name) {
        if (cache != null) {
            cache.lost(name);
        }
    }

    String model() {
        return settings.endpoint().model();
    }
}
