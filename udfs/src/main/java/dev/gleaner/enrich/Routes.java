package dev.gleaner.enrich;

import dev.gleaner.model.FallbackReason;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The models that a call may go to, in the order of preference. Thread-safe.
 *
 * <p>While the first answers nobody, calls go to another, but for one at a time that waits its turn
 * to probe: or nobody would ever find out that it answers again.
 */
final class Routes {
    /** A retired model does not come back; one whose reseller lost it may. */
    private static final long RETIRED_NANOS = Duration.ofMinutes(10).toNanos();

    private final List<Route> routes;
    private final LongSupplier nanoTime;

    Routes(List<Route> routes, LongSupplier nanoTime) {
        this.routes = List.copyOf(routes);
        this.nanoTime = nanoTime;
    }

    Route first() {
        return routes.get(0);
    }

    List<Route> all() {
        return routes;
    }

    /** Returns where a new call goes. */
    Route choose() {
        Route first = first();
        if (routes.size() == 1) {
            return first;
        }
        FallbackReason reason = null;
        if (isRetired(first)) {
            reason = FallbackReason.RETIREMENT;
        } else if (first.health().isProbing() && isWatched(first)) {
            reason = FallbackReason.OUTAGE;
        }
        Route other = reason == null ? null : elsewhere(first, reason);
        return other == null ? first : other;
    }

    private static boolean isWatched(Route route) {
        return route.limiter().waiting() + route.limiter().inFlight() > 0;
    }

    /**
     * Returns where a call goes that cannot stay, or null if there is no such place. Takes no lock
     * but those of {@link dev.gleaner.limit.EndpointHealth}, so that limiters may ask.
     */
    @Nullable Route elsewhere(Route from, FallbackReason reason) {
        // A refusal of the record only leads on, or two models could refuse it in turns.
        int begin = reason == FallbackReason.BLOCKED ? routes.indexOf(from) + 1 : 0;
        for (int i = begin; i < routes.size(); i++) {
            Route route = routes.get(i);
            boolean accepts = i == 0 || route.settings().reasons().contains(reason);
            if (!route.equals(from)
                    && accepts
                    && !route.health().isProbing()
                    && !isRetired(route)) {
                return route;
            }
        }
        return null;
    }

    /** Sends nobody to a route for a while, as long as there is another. */
    void retire(Route route) {
        route.retiredUntil().set(nanoTime.getAsLong() + RETIRED_NANOS);
    }

    private boolean isRetired(Route route) {
        return route.retiredUntil().get() > nanoTime.getAsLong();
    }
}
