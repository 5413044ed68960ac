package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.process.Simulator;
import java.io.IOException;

/** How the endpoint is made to answer nobody. The only place that says so. */
record EndpointOutage(Simulator simulator) {
    private static final String DOWN = "{\"faults\":{\"unavailable\":1}}";
    private static final String UP = "{\"faults\":{\"unavailable\":0}}";

    void begin() throws IOException, InterruptedException {
        simulator.change(DOWN);
    }

    void end() throws IOException, InterruptedException {
        simulator.change(UP);
    }
}
