package dev.gleaner.simulator;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Checks the key of a request, in {@code x-goog-api-key} or {@code ?key=}, or its access token, in
 * {@code Authorization: Bearer}. A project of Vertex AI takes an access token only. Stateless.
 */
final class Credentials {

    private static final String BEARER = "Bearer ";

    private Credentials() {}

    static void check(HttpServerRequest request, ApiScope scope, AcceptedKey accepted)
            throws RejectedRequestException {
        boolean project = !scope.parent().isEmpty();
        String token = token(request);
        String key = token != null && project ? null : key(request);
        String presented = key != null ? key : token;
        if (presented == null || presented.isBlank()) {
            throw refused(project ? TokenErrors.tokenMissing() : GoogleErrors.keyMissing());
        }
        if (key != null && project) {
            throw refused(TokenErrors.keyNotSupported());
        }
        if (!accepted.accepts(presented)) {
            throw refused(key == null ? TokenErrors.tokenInvalid() : GoogleErrors.keyInvalid());
        }
    }

    private static @Nullable String key(HttpServerRequest request) {
        String key = request.getHeader("x-goog-api-key");
        if (key != null || request.query() == null) {
            return key;
        }
        return request.getParam("key");
    }

    private static @Nullable String token(HttpServerRequest request) {
        String authorization = request.getHeader("authorization");
        return authorization != null
                        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length())
                : null;
    }

    private static RejectedRequestException refused(ApiError error) {
        return new RejectedRequestException(error);
    }
}
