package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import dev.gleaner.benchmarks.series.Window;
import dev.gleaner.local.OutcomeCounts;
import dev.gleaner.local.Outcomes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** A server of which every tenth attempt fails: what that costs, and whether anything is lost. */
final class Errors implements Scenario {
    private static final int CAPACITY = 1_000;
    private static final double FAULTS = 0.1;
    private static final Duration POLL = Duration.ofMillis(100);

    @Override
    public String name() {
        return "errors";
    }

    @Override
    public String load() {
        return "10 % of attempts fail with 503, 500 ms, capacity 1,000, from the first record to"
                + " the last";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.JOB);
    }

    @Override
    public List<Row> measure(Lab lab, Contender contender) throws Exception {
        long records = lab.pace().records(20_000, 8_000);
        String control =
                "{\"latency\":\"fixed:500ms\",\"faults\":{\"unavailable\":" + FAULTS + "}}";
        try (Trial trial = lab.start(contender, TrialSettings.of(CAPACITY, control, records));
                Outcomes outcomes =
                        new Outcomes(
                                trial.topics().bootstrapServers(),
                                trial.topics().enriched(),
                                trial.topics().deadLetters())) {
            awaitAll(trial, outcomes, records, lab.pace().seconds(120, 60));
            Window window =
                    trial.series()
                            .between(trial.series().firstRequest().orElseThrow(), trial.now());
            return List.of(row(contender, window, outcomes.counts(), records));
        }
    }

    private static void awaitAll(Trial trial, Outcomes outcomes, long records, double seconds)
            throws IOException, InterruptedException {
        double end = trial.now() + seconds;
        while (outcomes.counts().total() < records && trial.now() < end) {
            outcomes.poll(POLL);
            trial.pass(0);
        }
        trial.pass(1);
        outcomes.pollToEnd();
    }

    private static Row row(Contender contender, Window window, OutcomeCounts counts, long records) {
        double attempts = window.requests() / records;
        return new Row(
                Lab.title(contender),
                OptionalDouble.of(counts.total() / window.seconds()),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(attempts),
                List.of(
                        Check.atMost("attempts/record", attempts, 1.2, ""),
                        Check.none("record lost", records - counts.distinctOffsets()),
                        Check.none("record repeated", counts.repeatedOffsets()),
                        Check.none("record dead-lettered", counts.deadLettered())));
    }
}
