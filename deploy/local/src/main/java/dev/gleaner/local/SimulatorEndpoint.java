package dev.gleaner.local;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;

/** The simulator in this JVM, as slow as a small model is. */
final class SimulatorEndpoint implements EndpointServer {
    private static final double MEDIAN_MILLIS = 300;
    private static final double SIGMA = 0.4;

    private final SimulatorServer server;

    private SimulatorEndpoint(SimulatorServer server) {
        this.server = server;
    }

    static SimulatorEndpoint start() throws IOException {
        Control control =
                Control.none()
                        .withLatency(new Latency(Latency.Kind.LOGNORMAL, MEDIAN_MILLIS, SIGMA));
        return new SimulatorEndpoint(
                SimulatorServer.start(SimulatorSettings.defaults().withControl(control)));
    }

    @Override
    public URI baseUri() {
        return server.baseUri();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
