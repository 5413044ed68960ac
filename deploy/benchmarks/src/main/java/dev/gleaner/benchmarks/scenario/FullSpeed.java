package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import java.util.List;

/** Latency as a model's, and nothing in the way: how full the capacity is kept. */
final class FullSpeed implements Scenario {
    private static final int CAPACITY = 1_000;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String load() {
        return "500 ms, capacity 1,000, after ramp-up";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.values());
    }

    @Override
    public List<Row> measure(Lab lab, Contender contender) throws Exception {
        double warmUp = lab.pace().seconds(10, 6);
        double time = lab.pace().seconds(10, 5);
        double ideal = Slots.ideal(CAPACITY);
        long records = Math.round((warmUp + time + 5) * ideal);
        try (Trial trial =
                lab.start(contender, TrialSettings.of(CAPACITY, Slots.unlimited(), records))) {
            trial.passUntilAfterStart(warmUp);
            Steady steady = trial.measure(time);
            return List.of(steady.row(contender, ideal, checks(contender, steady.ofIdeal(ideal))));
        }
    }

    private static List<Check> checks(Contender contender, double ofIdeal) {
        return switch (contender) {
            case FUNCTION, JOB -> List.of(Check.atLeast("of ideal", ofIdeal, 0.97));
            case QUERY -> List.of(Check.atLeast("of ideal", ofIdeal, 0.9));
            case LOOP, NAIVE, SDK -> List.of();
        };
    }
}
