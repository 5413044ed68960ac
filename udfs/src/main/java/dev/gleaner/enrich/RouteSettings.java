package dev.gleaner.enrich;

import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.model.FallbackReason;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model, the way to it and what it is asked. Requests differ by model: they do not think and
 * ground alike.
 *
 * @param endpoint where, and which model
 * @param request what the request for the answer carries
 * @param research what a request before it carries, whose grounded prose the answer is then made
 *     of; null if one request does
 * @param reasons for what a call comes here; empty for the first route
 */
public record RouteSettings(
        EndpointSettings endpoint,
        RequestSettings request,
        @Nullable RequestSettings research,
        Set<FallbackReason> reasons)
        implements Serializable {

    public RouteSettings {
        reasons = Set.copyOf(reasons);
    }
}
