package dev.gleaner.local;

import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;

/**
 * What sessions of Flink SQL need: a cluster, and a model to ask.
 *
 * @param keyFile with a key for the simulator
 */
record SqlSystem(LocalCluster cluster, SimulatorServer simulator, Path keyFile) {

    static SqlSystem start(Path directory, int slots, Configuration flink) throws Exception {
        return new SqlSystem(
                LocalCluster.start(directory, slots, "0", flink),
                SimulatorServer.start(SimulatorSettings.defaults()),
                Files.writeString(directory.resolve("key").toAbsolutePath(), "any-key"));
    }

    /** Opens a session, with a simulator that has not been asked anything. */
    SqlSession session() {
        simulator.control(Control.none());
        simulator.resetStats();
        return SqlSession.open(cluster, simulator, keyFile);
    }

    void stop() throws Exception {
        cluster.close();
        simulator.close();
    }
}
