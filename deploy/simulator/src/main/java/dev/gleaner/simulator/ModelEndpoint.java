package dev.gleaner.simulator;

import dev.gleaner.simulator.ModelCall.Operation;
import dev.gleaner.simulator.SimulatorState.InForce;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a model: checks, limits, faults, answers, in the order in which Gemini would.
 * One event loop.
 */
final class ModelEndpoint {

    private final Vertx vertx;
    private final SimulatorState state;
    private final RequestDecoder decoder;
    private final ResponseWriter responses;
    private final FaultPicker faults;
    private final RandomGenerator random;
    private final ModelConnections connections;

    ModelEndpoint(
            Vertx vertx,
            SimulatorState state,
            RandomGenerator random,
            ModelConnections connections) {
        this.vertx = vertx;
        this.state = state;
        this.random = random;
        this.connections = connections;
        this.faults = new FaultPicker(random);
        this.decoder =
                new RequestDecoder(
                        state.settings().maxSchemaStates(),
                        new CachedPrefix(state.caches(), state.settings().envelope()));
        this.responses = new ResponseWriter(state, new StreamSender(vertx, random));
    }

    /** Answers a request whose body is there. */
    void call(HttpServerRequest request, ModelCall call, byte[] body) {
        InForce inForce = state.inForce();
        if (inForce.control().dropConnections()) {
            state.counters().dropped();
            ModelConnections.close(request.connection());
            return;
        }
        connections.add(request.connection());
        boolean admitted = state.counters().tryEnter(inForce.control().concurrencyLimit());
        Exchange exchange =
                new Exchange(
                        request,
                        state.counters(),
                        call.scope().envelope(state.settings().envelope()));
        try {
            if (!admitted) {
                throw new RejectedRequestException(GoogleErrors.saturated());
            }
            Credentials.check(request, call.scope(), state.acceptedKeys());
            if (!state.settings().knows(call.model())) {
                throw new RejectedRequestException(
                        GoogleErrors.modelNotFound(
                                call.model(), call.scope(), call.operation().word()));
            }
            if (call.operation() == Operation.COUNT) {
                responses.count(exchange, decoder.count(call, body));
            } else {
                generate(exchange, call, decoder.generate(call, body), inForce);
            }
        } catch (RejectedRequestException e) {
            exchange.reject(e.error());
        }
    }

    private void generate(
            Exchange exchange, ModelCall call, GenerateRequest request, InForce inForce)
            throws RejectedRequestException {
        state.counters().prompt(request.record());
        if (call.operation() == Operation.STREAM) {
            state.counters().streamed();
        }
        Optional<ApiError> beyond =
                inForce.quotas().take(request.model(), request.promptTokens().total());
        if (beyond.isPresent()) {
            throw new RejectedRequestException(beyond.get());
        }
        Fault fault = fault(call, request, inForce.control());
        boolean atOnce =
                inForce.control().rejectAtOnce()
                        && fault != null
                        && fault.stage() == Fault.Stage.REJECT;
        long wait = atOnce ? 0 : inForce.control().latency().sampleMillis(random);
        if (wait == 0) {
            finish(exchange, call, request, fault);
        } else {
            vertx.setTimer(wait, timer -> finish(exchange, call, request, fault));
        }
    }

    private @Nullable Fault fault(ModelCall call, GenerateRequest request, Control control)
            throws RejectedRequestException {
        Fault marked = state.markers().next(request);
        Fault fault = marked != null ? marked : faults.draw(control.faults());
        boolean elsewhere =
                fault != null
                        && fault.stage() == Fault.Stage.STREAM
                        && call.operation() != Operation.STREAM;
        if (fault == null || elsewhere) {
            return null;
        }
        state.counters().played(fault);
        return fault;
    }

    private void finish(
            Exchange exchange, ModelCall call, GenerateRequest request, @Nullable Fault fault) {
        if (fault == Fault.SILENCE) {
            return; // in flight until the client closes
        }
        if (fault == Fault.RESET) {
            exchange.reset();
        } else if (fault != null && fault.stage() == Fault.Stage.REJECT) {
            exchange.reject(FaultErrors.of(fault, request));
        } else {
            responses.generate(exchange, call, request, fault);
        }
    }
}
