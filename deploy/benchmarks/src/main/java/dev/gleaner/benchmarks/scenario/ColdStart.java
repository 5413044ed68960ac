package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import dev.gleaner.benchmarks.series.Series;
import java.util.List;
import java.util.OptionalDouble;

/** A new job, in a new JVM, against a server with many slots: how soon they are used. */
final class ColdStart implements Scenario {
    private static final int SLOTS = 1_000;
    private static final double NEAR_IDEAL = 0.9;

    @Override
    public String name() {
        return "cold-start";
    }

    @Override
    public String load() {
        return "cold start against 1,000 slots, 500 ms";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.FUNCTION);
    }

    @Override
    public List<Row> measure(Lab lab, Contender contender) throws Exception {
        double ideal = Slots.ideal(SLOTS);
        TrialSettings settings = TrialSettings.of(SLOTS, Slots.limited(SLOTS), 0);
        try (Trial trial = lab.start(contender, settings)) {
            trial.passUntilAfterStart(lab.pace().seconds(12, 8));
            Steady steady = trial.measure(5);
            return List.of(
                    steady.row(
                            contender,
                            ideal,
                            List.of(
                                    Check.atMost(
                                            "90 % of ideal after",
                                            Slots.roundTrips(untilNear(trial.series(), ideal)),
                                            12,
                                            " round trips"))));
        }
    }

    /** Returns the seconds from the first request until two round trips near the ideal begin. */
    static OptionalDouble untilNear(Series series, double ideal) {
        return series.timeUntil(
                series.firstRequest().orElseThrow(),
                2 * Slots.ROUND_TRIP,
                window -> window.acceptedPerSecond() >= NEAR_IDEAL * ideal);
    }
}
