package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The same over TLS, as Google's front ends offer it: 100 streams for each connection. */
record Tls(String name, String load, boolean http2, double share) implements Scenario {
    private static final int CAPACITY = 1_000;
    private static final double COLD_START_SECONDS = 8;

    static Tls overHttp1() {
        return new Tls("tls", "TLS, HTTP/1.1, 500 ms, capacity 1,000", false, 0.97);
    }

    static Tls overHttp2() {
        return new Tls("tls-http2", "TLS, HTTP/2, 500 ms, capacity 1,000", true, 0.95);
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.FUNCTION);
    }

    @Override
    public List<Row> measure(Lab lab, Contender contender) throws Exception {
        lab.simulator().warmTls(CAPACITY);
        double ideal = Slots.ideal(CAPACITY);
        TrialSettings settings =
                TrialSettings.of(CAPACITY, Slots.unlimited(), 0).overTls(spec(lab));
        try (Trial trial = lab.start(contender, settings)) {
            trial.passUntilAfterStart(lab.pace().seconds(14, 12));
            Steady steady = trial.measure(lab.pace().seconds(10, 5));
            List<Check> checks = new ArrayList<>();
            checks.add(Check.atLeast("of ideal", steady.ofIdeal(ideal), share));
            if (!http2) {
                checks.add(
                        Check.atMost(
                                "90 % of ideal after",
                                ColdStart.untilNear(trial.series(), ideal),
                                COLD_START_SECONDS,
                                " s"));
            }
            return List.of(steady.row(contender, ideal, checks));
        }
    }

    private Map<String, Object> spec(Lab lab) {
        Map<String, Object> spec = new HashMap<>();
        spec.put("model.caCertificates", lab.simulator().certificate().toString());
        if (http2) {
            spec.put("model.http2", true);
        }
        return spec;
    }
}
