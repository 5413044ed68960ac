package dev.gleaner.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Passes requests to their endpoint once the body is there. One event loop. */
final class Router {

    /** Google refuses larger inline requests. */
    private static final int LARGEST_BODY = 20 << 20;

    private final ModelEndpoint models;
    private final CacheEndpoint caches;
    private final ControlEndpoint control;

    Router(ModelEndpoint models, CacheEndpoint caches, ControlEndpoint control) {
        this.models = models;
        this.caches = caches;
        this.control = control;
    }

    void route(HttpServerRequest request) {
        ApiScope.Path path = ApiScope.parse(request.path());
        if (path == null) {
            routeOwn(request);
            return;
        }
        ModelCall model = ModelCall.parse(path);
        CacheCall cache = model == null ? CacheCall.parse(path) : null;
        if (model != null && request.method().equals(HttpMethod.POST)) {
            withBody(request, body -> models.call(request, model, body));
        } else if (cache != null) {
            withBody(request, body -> caches.call(request, cache, body));
        } else {
            refuse(request, ApiError.html(404, "Error 404 (Not Found)!!1"));
        }
    }

    private void routeOwn(HttpServerRequest request) {
        switch (request.path() == null ? "" : request.path()) {
            case ControlEndpoint.CONTROL ->
                    request.bodyHandler(body -> control.control(request, body.getBytes()));
            case ControlEndpoint.STATS -> control.stats(request);
            case "/health" ->
                    request.response()
                            .putHeader("content-type", "text/plain")
                            .end(Buffer.buffer("ok\n"));
            default -> refuse(request, ApiError.html(404, "Error 404 (Not Found)!!1"));
        }
    }

    private static void withBody(HttpServerRequest request, Consumer<byte[]> endpoint) {
        if (tooLarge(request)) {
            refuse(
                    request,
                    GoogleErrors.invalid(
                            "Request payload size exceeds the limit: 20971520 bytes."));
        } else {
            request.bodyHandler(body -> endpoint.accept(body.getBytes()));
        }
    }

    private static boolean tooLarge(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return length != null && length.length() > 7 && Long.parseLong(length) > LARGEST_BODY;
    }

    private static void refuse(HttpServerRequest request, ApiError error) {
        request.response()
                .setStatusCode(error.status())
                .putHeader("content-type", error.contentType())
                .end(error.body());
    }
}
