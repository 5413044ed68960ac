package dev.gleaner.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** {@link SimulatorStats} as JSON, for {@code /control/stats}. Stateless. */
final class StatsJson {

    private StatsJson() {}

    static byte[] encode(SimulatorStats stats) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("requests", stats.requests());
        root.put("accepted", stats.accepted());
        ObjectNode rejected = root.putObject("rejected");
        new TreeMap<>(stats.rejected())
                .forEach((status, count) -> rejected.put(status.toString(), count));
        root.put("streams", stats.streams());
        root.put("abandoned", stats.abandoned());
        root.put("inFlight", stats.inFlight());
        root.put("peakInFlight", stats.peakInFlight());
        root.put("distinctPrompts", stats.distinctPrompts());
        root.putObject("caches")
                .put("created", stats.caches().created())
                .put("renewed", stats.caches().renewed())
                .put("deleted", stats.caches().deleted())
                .put("used", stats.caches().used())
                .put("live", stats.caches().live());
        ObjectNode faults = root.putObject("faults");
        new TreeMap<>(stats.faults())
                .forEach((fault, count) -> faults.put(fault.toString(), count));
        return ControlJson.bytes(root);
    }
}
