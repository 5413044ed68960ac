package dev.gleaner.enrich;

import dev.gleaner.model.FallbackReason;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The models that a call may go to, in the order of preference. Thread-safe.
 *
 * <p>While the first answers nobody, calls go to another, but for one now and then, when it is time
 * for a probe: or nobody would ever find out that it answers again. No call waits for that time,
 * which may be an hour: with results in the order of the source, all others would wait for it.
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
        } else if (first.health().isProbing() && !first.limiter().isDueToProbe()) {
            reason = FallbackReason.OUTAGE;
        }
        Route other = reason == null ? null : elsewhere(first, reason);
        return other == null ? first : other;
    }

    /**
     * Returns where a call goes that cannot stay, or null if there is no such place. Takes no lock
     * but those of {@link dev.gleaner.limit.EndpointHealth}, so that limiters may ask.
     */
    @Nullable Route elsewhere(Route from, FallbackReason reason) {
        Route silent = null;
        // A refusal of the record only leads on, or two models could refuse it in turns.
        int begin = reason == FallbackReason.BLOCKED ? routes.indexOf(from) + 1 : 0;
        for (Route route : routes.subList(begin, routes.size())) {
            if (!accepts(route, from, reason)) {
                continue;
            }
            if (!route.health().isProbing()) {
                return route;
            }
            silent = silent == null ? route : silent;
        }
        // Whose model is gone waits for another, whose outage ends, or the job would.
        return reason == FallbackReason.RETIREMENT ? silent : null;
    }

    /**
     * Returns a model that answers nobody either, and whose recovery nobody would notice, or null.
     */
    @Nullable Route unwatched(Route from) {
        for (Route route : routes) {
            if (accepts(route, from, FallbackReason.OUTAGE) && route.limiter().isIdle()) {
                return route;
            }
        }
        return null;
    }

    private boolean accepts(Route route, Route from, FallbackReason reason) {
        boolean wanted = route.equals(first()) || route.settings().reasons().contains(reason);
        return wanted && !route.equals(from) && !isRetired(route);
    }

    /** Sends nobody to a route for a while, as long as there is another. */
    void retire(Route route) {
        route.retiredUntil().set(nanoTime.getAsLong() + RETIRED_NANOS);
    }

    private boolean isRetired(Route route) {
        return route.retiredUntil().get() > nanoTime.getAsLong();
    }
}
