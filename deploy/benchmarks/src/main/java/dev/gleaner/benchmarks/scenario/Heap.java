package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Check;
import dev.gleaner.benchmarks.report.Row;
import java.io.IOException;
import java.util.List;

/**
 * Large records and many of them: whether a small heap is enough, and stays so. As many records as
 * 5,000 slots give in 10 minutes at 10 s each, in less time.
 */
final class Heap implements Scenario {
    private static final int CAPACITY = 5_000;
    private static final int RECORD_BYTES = 10_000;
    private static final double MEBIBYTE = 1 << 20;

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public String load() {
        return "capacity 5,000, 300,000 records of 10 kB, 500 ms";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.FUNCTION);
    }

    @Override
    public List<Row> measure(Lab lab, Contender contender) throws Exception {
        long records = lab.pace().records(300_000, 30_000);
        double patience = lab.pace().seconds(240, 60);
        TrialSettings settings =
                TrialSettings.of(CAPACITY, Slots.unlimited(), 0).withRecordBytes(RECORD_BYTES);
        try (Trial trial = lab.start(contender, settings)) {
            trial.passUntilAfterStart(0);
            require(trial.passUntilRecords(records / 6, patience));
            double early = trial.heapBytes() / MEBIBYTE;
            Trial.Measurement begun = trial.begin();
            require(trial.passUntilRecords(records, patience));
            Steady steady = trial.end(begun);
            double late = trial.heapBytes() / MEBIBYTE;
            return List.of(
                    steady.row(contender)
                            .with(
                                    List.of(
                                            Check.atMost(
                                                    "heap in use after a full collection",
                                                    Math.max(early, late),
                                                    1_024,
                                                    " MiB"),
                                            Check.atMost("growth", late / early, 1.1, " ×"))));
        }
    }

    private static void require(boolean inTime) throws IOException {
        if (!inTime) {
            throw new IOException("too slow for so many records");
        }
    }
}
