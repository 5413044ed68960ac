package dev.gleaner.simulator;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key of a request in {@code x-goog-api-key}, {@code Authorization: Bearer} or {@code
 * ?key=}. Stateless.
 */
final class Credentials {

    private static final String BEARER = "Bearer ";

    private Credentials() {}

    static void check(HttpServerRequest request, AcceptedKey accepted)
            throws RejectedRequestException {
        String key = key(request);
        if (key == null || key.isBlank()) {
            throw new RejectedRequestException(GoogleErrors.keyMissing());
        }
        if (!accepted.accepts(key)) {
            throw new RejectedRequestException(GoogleErrors.keyInvalid());
        }
    }

    private static @Nullable String key(HttpServerRequest request) {
        String key = request.getHeader("x-goog-api-key");
        if (key != null) {
            return key;
        }
        String authorization = request.getHeader("authorization");
        if (authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length());
        }
        return request.query() == null ? null : request.getParam("key");
    }
}
