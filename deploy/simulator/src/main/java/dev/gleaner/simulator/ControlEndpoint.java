package dev.gleaner.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** {@code /control} and {@code /control/stats}: read, change, reset. Thread-safe. */
final class ControlEndpoint {

    static final String CONTROL = "/control";
    static final String STATS = "/control/stats";

    private final SimulatorState state;

    ControlEndpoint(SimulatorState state) {
        this.state = state;
    }

    void control(HttpServerRequest request, byte[] body) {
        if (request.method().equals(HttpMethod.PUT)) {
            try {
                boolean forget = ControlJson.forgetsCaches(body);
                state.control(ControlJson.merge(state.inForce().control(), body));
                if (forget) {
                    state.caches().forget();
                }
            } catch (IllegalArgumentException e) {
                send(request, 400, ControlJson.error(String.valueOf(e.getMessage())));
                return;
            }
        } else if (request.method().equals(HttpMethod.DELETE)) {
            state.control(state.settings().control());
        } else if (!request.method().equals(HttpMethod.GET)) {
            send(request, 405, ControlJson.error("use GET, PUT or DELETE"));
            return;
        }
        send(request, 200, ControlJson.encode(state.inForce().control()));
    }

    void stats(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.DELETE)) {
            state.resetStats();
        } else if (!request.method().equals(HttpMethod.GET)) {
            send(request, 405, ControlJson.error("use GET or DELETE"));
            return;
        }
        send(request, 200, StatsJson.encode(state.stats()));
    }

    private static void send(HttpServerRequest request, int status, byte[] body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json; charset=UTF-8")
                .end(Buffer.buffer(body));
    }
}
