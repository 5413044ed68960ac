package dev.gleaner.simulator;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.SplittableRandom;

/** One event loop of the simulator: listens on its ports. */
final class ServerVerticle extends VerticleBase {

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
        Router router = new Router(models, new CacheEndpoint(state), new ControlEndpoint(state));
        state.onDrop(() -> context.runOnContext(unused -> connections.closeAll()));
        return Future.all(ports.stream().map(port -> listen(port, router)).toList());
    }

    private Future<HttpServer> listen(ServerPort port, Router router) {
        return vertx.createHttpServer(port.options())
                .requestHandler(router::route)
                .listen()
                .onSuccess(server -> port.number().complete(server.actualPort()))
                .recover(e -> Future.failedFuture(port.cannotListen(e)));
    }
}
