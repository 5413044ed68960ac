package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import java.util.List;

/** A server that allows far less than the capacity: how much of it is used, and how politely. */
record Throttled(String name, String load, String control, double ideal) implements Scenario {
    private static final int CAPACITY = 1_000;

    static Throttled slots() {
        return new Throttled(
                "slots",
                "server with 100 slots, 500 ms, capacity 1,000",
                Slots.limited(100),
                Slots.ideal(100));
    }

    static Throttled quota() {
        return new Throttled(
                "quota",
                "server with a quota of 200/s, 500 ms, capacity 1,000",
                "{\"latency\":\"fixed:500ms\",\"requestsPerSecond\":200}",
                200);
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.FUNCTION);
    }

    @Override
    public List<Row> measure(Lab lab, Contender contender) throws Exception {
        try (Trial trial = lab.start(contender, TrialSettings.of(CAPACITY, control, 0))) {
            trial.passUntilAfterStart(lab.pace().seconds(15, 8));
            Steady steady = trial.measure(lab.pace().seconds(25, 10));
            return List.of(
                    steady.row(
                            contender,
                            ideal,
                            List.of(
                                    Check.atLeast("goodput", steady.ofIdeal(ideal), 0.95),
                                    Check.atMost(
                                            "rejected",
                                            100 * steady.window().rejectedShare(),
                                            3,
                                            " %"))));
        }
    }
}
