package dev.gleaner.benchmarks.scenario;

import java.util.List;

/** All loads, in the order of the table. */
public final class Scenarios {
    private Scenarios() {}

    /** Returns them. */
    public static List<Scenario> all() {
        return List.of(
                new CpuBound(),
                new FullSpeed(),
                new ColdStart(),
                Throttled.slots(),
                new SlotChange(),
                Throttled.quota(),
                new Outage(),
                new Errors(),
                new Heap(),
                Tls.overHttp1(),
                Tls.overHttp2());
    }

    /** Returns the words that they are called by. */
    public static List<String> names() {
        return all().stream().map(Scenario::name).toList();
    }
}
