package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code cachedContents}: create, get, list, renew, delete. These calls know no latency, no quota
 * and no fault but {@link CacheRules#fault()}. Thread-safe.
 */
final class CacheEndpoint {

    private static final int LARGEST_PAGE = 1000;
    private static final int USUAL_PAGE = 50;

    private final SimulatorState state;

    CacheEndpoint(SimulatorState state) {
        this.state = state;
    }

    void call(HttpServerRequest request, CacheCall call, byte[] body) {
        Control control = state.inForce().control();
        if (control.dropConnections()) {
            ModelConnections.close(request.connection());
            return;
        }
        ApiError answer;
        try {
            Credentials.check(request, call.scope(), state.acceptedKeys());
            Fault fault = control.caches().fault();
            answer =
                    fault != null
                            ? FaultErrors.of(fault, "")
                            : ApiError.json(200, answer(request, call, body).toPrettyString());
        } catch (RejectedRequestException e) {
            answer = e.error();
        }
        request.response()
                .setStatusCode(answer.status())
                .putHeader("content-type", answer.contentType())
                .end(Buffer.buffer(answer.body().getBytes(StandardCharsets.UTF_8)));
    }

    private ObjectNode answer(HttpServerRequest request, CacheCall call, byte[] body)
            throws RejectedRequestException {
        ApiScope scope = call.scope();
        String name = CacheCall.name(scope, call.id());
        String method = request.method().name();
        CachedContents caches = state.caches();
        Envelope envelope = scope.envelope(state.settings().envelope());
        return switch (call.id().isEmpty() ? method + " all" : method) {
            case "POST all" -> CacheJson.encode(create(scope, body), scope);
            case "GET all" -> list(request, scope);
            case "GET" -> CacheJson.encode(caches.get(name, envelope), scope);
            case "PATCH" ->
                    CacheJson.encode(
                            caches.renew(name, CacheBody.renewal(body, scope.dialect()), envelope),
                            scope);
            case "DELETE" -> {
                caches.delete(name, envelope);
                yield JsonNodeFactory.instance.objectNode();
            }
            default ->
                    throw new RejectedRequestException(
                            ApiError.html(404, "Error 404 (Not Found)!!1"));
        };
    }

    private CachedContent create(ApiScope scope, byte[] body) throws RejectedRequestException {
        CacheBody.Draft draft = CacheBody.create(body, scope.dialect());
        if (!state.settings().knows(draft.model())) {
            throw new RejectedRequestException(
                    GoogleErrors.modelNotFound(draft.model(), scope, "createCachedContent"));
        }
        int minimum = ModelTraits.of(draft.model()).leastCachedTokens();
        if (state.inForce().control().caches().minimum() && draft.tokens().total() < minimum) {
            Envelope envelope = scope.envelope(state.settings().envelope());
            throw new RejectedRequestException(
                    CacheErrors.tooSmall(draft.tokens().total(), minimum, envelope));
        }
        return state.caches().create(scope, draft);
    }

    /** A page token is the name of the last one of the page before. */
    private ObjectNode list(HttpServerRequest request, ApiScope scope) {
        String after = request.query() == null ? null : request.getParam("pageToken");
        List<CachedContent> rest =
                state.caches().list(scope).stream()
                        .filter(content -> after == null || content.name().compareTo(after) > 0)
                        .toList();
        int size = Math.min(pageSize(request), rest.size());
        String next = size < rest.size() && size > 0 ? rest.get(size - 1).name() : "";
        return CacheJson.encode(rest.subList(0, size), next, scope);
    }

    private static int pageSize(HttpServerRequest request) {
        String size = request.query() == null ? null : request.getParam("pageSize");
        boolean number = size != null && size.matches("[1-9][0-9]{0,6}");
        return number ? Math.min(Integer.parseInt(size), LARGEST_PAGE) : USUAL_PAGE;
    }
}
