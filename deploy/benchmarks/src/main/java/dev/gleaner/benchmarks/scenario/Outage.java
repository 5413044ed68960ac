package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.process.Checkpoints;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import dev.gleaner.benchmarks.series.Series;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An endpoint that answers nobody for a while: what becomes of checkpoints, of savepoints, of
 * records and of the endpoint meanwhile, and how soon everything is as before. The job is stopped
 * in a second outage.
 */
final class Outage implements Scenario {
    private static final int CAPACITY = 1_000;
    private static final double NEAR_IDEAL = 0.9;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public String load() {
        return "60 s outage in the middle, 500 ms, capacity 1,000";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.JOB);
    }

    @Override
    public List<Row> measure(Lab lab, Contender contender) throws Exception {
        double healthy = lab.pace().seconds(15, 8);
        double ideal = Slots.ideal(CAPACITY);
        EndpointOutage outage = new EndpointOutage(lab.simulator());
        TrialSettings settings =
                TrialSettings.of(
                        CAPACITY, Slots.unlimited(), Math.round((2 * healthy + 40) * ideal));
        try (Trial trial = lab.start(contender, settings)) {
            trial.passUntilAfterStart(healthy);
            double begin = trial.now();
            outage.begin();
            Checkpoints checkpoints = watch(trial, lab.pace().seconds(60, 20));
            double end = trial.now();
            outage.end();
            trial.pass(12);
            Steady after = trial.measure(5);
            outage.begin();
            trial.pass(lab.pace().seconds(8, 5));
            long deadLetters = trial.job().metric("deadLetters");
            OptionalDouble stop = trial.job().stopWithSavepoint(lab.directory(), PATIENCE);
            return List.of(
                    after.row(
                            contender,
                            ideal,
                            List.of(
                                    slowest(checkpoints),
                                    Check.atMost("stop-with-savepoint", stop, 5, " s"),
                                    Check.none("record dead-lettered", deadLetters),
                                    probes(trial.series(), begin, end),
                                    recovery(trial.series(), begin, end, ideal))));
        }
    }

    /** Flink remembers ten checkpoints only, so it is asked every second. */
    private static Checkpoints watch(Trial trial, double seconds)
            throws IOException, InterruptedException {
        Checkpoints checkpoints = new Checkpoints();
        long since = System.currentTimeMillis();
        double end = trial.now() + seconds;
        while (trial.now() < end) {
            trial.pass(Math.min(1, end - trial.now()));
            trial.job().checkpoints(checkpoints, since);
        }
        return checkpoints;
    }

    private static Check slowest(Checkpoints checkpoints) {
        return Check.atMost(
                "slowest of " + checkpoints.count() + " checkpoints",
                checkpoints.longestMillis() / 1e3,
                2,
                " s");
    }

    private static Check probes(Series series, double begin, double end) {
        return Check.atMost(
                "probes", series.between(settled(begin, end), end).requestsPerSecond(), 2, "/s");
    }

    /** What the interval is, the endpoint can tell: the longest time that it was left alone. */
    private static Check recovery(Series series, double begin, double end, double ideal) {
        OptionalDouble interval = series.longestGap(settled(begin, end), end);
        OptionalDouble after =
                series.timeUntil(
                        end,
                        2 * Slots.ROUND_TRIP,
                        window -> window.acceptedPerSecond() >= NEAR_IDEAL * ideal);
        OptionalDouble intervals =
                interval.isPresent() && after.isPresent()
                        ? OptionalDouble.of(after.getAsDouble() / interval.getAsDouble())
                        : OptionalDouble.empty();
        return Check.atMost("full speed after", intervals, 2, " probe intervals");
    }

    /** The outage must have been noticed before the endpoint's peace is measured. */
    private static double settled(double begin, double end) {
        return begin + (end - begin) / 4;
    }
}
