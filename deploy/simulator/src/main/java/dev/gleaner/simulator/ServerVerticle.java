package dev.gleaner.simulator;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One event loop of the simulator: listens, waits for bodies and passes requests to their endpoint.
 */
final class ServerVerticle extends VerticleBase {

    /** Google refuses larger inline requests. */
    private static final int LARGEST_BODY = 20 << 20;

    private final SimulatorState state;
    private final int index;
    private final List<ServerPort> ports;

    ServerVerticle(SimulatorState state, int index, List<ServerPort> ports) {
        this.state = state;
        this.index = index;
        this.ports = ports;
    }

    @Override
    public Future<?> start() {
        long seed = state.settings().seed() * 1_000_003 + index;
        ModelConnections connections = new ModelConnections();
        ModelEndpoint models =
                new ModelEndpoint(vertx, state, new SplittableRandom(seed), connections);
        ControlEndpoint control = new ControlEndpoint(state);
        state.onDrop(() -> context.runOnContext(unused -> connections.closeAll()));
        return Future.all(ports.stream().map(port -> listen(port, models, control)).toList());
    }

    private Future<HttpServer> listen(
            ServerPort port, ModelEndpoint models, ControlEndpoint control) {
        return vertx.createHttpServer(port.options())
                .requestHandler(request -> route(request, models, control))
                .listen()
                .onSuccess(server -> port.number().complete(server.actualPort()))
                .recover(e -> Future.failedFuture(port.cannotListen(e)));
    }

    private static void route(
            HttpServerRequest request, ModelEndpoint models, ControlEndpoint control) {
        String path = request.path();
        Optional<ModelCall> call = ModelCall.parse(path);
        if (call.isPresent() && request.method().equals(HttpMethod.POST)) {
            if (tooLarge(request)) {
                refuse(
                        request,
                        GoogleErrors.invalid(
                                "Request payload size exceeds the limit: 20971520 bytes."));
            } else {
                request.bodyHandler(body -> models.call(request, call.get(), body.getBytes()));
            }
        } else if (ControlEndpoint.CONTROL.equals(path)) {
            request.bodyHandler(body -> control.control(request, body.getBytes()));
        } else if (ControlEndpoint.STATS.equals(path)) {
            control.stats(request);
        } else if ("/health".equals(path)) {
            request.response().putHeader("content-type", "text/plain").end(Buffer.buffer("ok\n"));
        } else {
            refuse(request, ApiError.html(404, "Error 404 (Not Found)!!1"));
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
