package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import java.util.List;
import java.util.OptionalDouble;

/** A server whose slots become few, then many again: how soon that is found out. */
final class SlotChange implements Scenario {
    private static final int MANY = 1_000;
    private static final int FEW = 250;
    private static final double NEAR_IDEAL = 0.9;
    private static final double FEW_REJECTIONS = 0.05;
    private static final double WINDOW = 4 * Slots.ROUND_TRIP;

    @Override
    public String name() {
        return "slot-change";
    }

    @Override
    public String load() {
        return "slots change 1,000 → 250 → 1,000, 500 ms";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.FUNCTION);
    }

    @Override
    public List<Row> measure(Lab lab, Contender contender) throws Exception {
        TrialSettings settings = TrialSettings.of(MANY, Slots.limited(MANY), 0);
        try (Trial trial = lab.start(contender, settings)) {
            trial.passUntilAfterStart(lab.pace().seconds(15, 10));
            double fewer = trial.now();
            lab.simulator().change(Slots.limited(FEW));
            trial.pass(10);
            double more = trial.now();
            lab.simulator().change(Slots.limited(MANY));
            trial.pass(14);
            Steady steady = trial.measure(4);
            return List.of(
                    steady.row(
                            contender,
                            Slots.ideal(MANY),
                            List.of(
                                    check("down", settled(trial, fewer, more, FEW), 6),
                                    check("up", settled(trial, more, trial.now(), MANY), 20))));
        }
    }

    /** Settled is: over four round trips near the ideal, and hardly anything rejected. */
    private static OptionalDouble settled(Trial trial, double from, double to, int slots) {
        OptionalDouble after =
                trial.series()
                        .timeUntil(
                                from,
                                WINDOW,
                                window ->
                                        window.acceptedPerSecond()
                                                        >= NEAR_IDEAL * Slots.ideal(slots)
                                                && window.rejectedShare() <= FEW_REJECTIONS);
        boolean inTime = after.isPresent() && from + after.getAsDouble() + WINDOW <= to;
        return inTime ? after : OptionalDouble.empty();
    }

    private static Check check(String direction, OptionalDouble seconds, double bound) {
        return Check.atMost(
                "settled " + direction, Slots.roundTrips(seconds), bound, " round trips");
    }
}
