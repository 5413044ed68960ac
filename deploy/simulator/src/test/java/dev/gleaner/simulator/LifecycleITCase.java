package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifecycleITCase {

    @Test
    void close_leavesNoThread() throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        try (SimulatorServer server =
                SimulatorServer.start(SimulatorSettings.defaults().withEventLoops(2))) {
            assertThat(new Caller(server).generate(Caller.request("x")).statusCode())
                    .isEqualTo(200);
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean own = !before.contains(thread) && !thread.getName().startsWith("HttpClient");
            if (own) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @Test
    void start_severalAtOnce_eachHasItsPort() throws Exception {
        try (SimulatorServer one = SimulatorServer.start(SimulatorSettings.defaults());
                SimulatorServer two =
                        SimulatorServer.start(SimulatorSettings.defaults().withEventLoops(2))) {
            for (int i = 0; i < 8; i++) {
                assertThat(new Caller(two).generate(Caller.request("x")).statusCode())
                        .isEqualTo(200);
            }
            assertThat(two.stats().accepted()).isEqualTo(8);
            assertThat(one.stats().requests()).isZero();
        }
    }

    @Test
    void start_portInUse_saysWhich() throws Exception {
        try (SimulatorServer one = SimulatorServer.start(SimulatorSettings.defaults())) {
            SimulatorSettings same = SimulatorSettings.defaults().withPort(one.port());
            assertThatThrownBy(() -> SimulatorServer.start(same))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + one.port());
        }
    }
}
