package dev.gleaner.benchmarks.scenario;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Row;
import java.util.List;

/** A load that contenders are put under. */
public interface Scenario {

    /** Returns the word that {@code --only} knows it by. */
    String name();

    /** Returns what it is, for the table. */
    String load();

    /** Returns who takes part. */
    List<Contender> contenders();

    /**
     * Puts one contender under the load.
     *
     * @return a row or more
     * @throws Exception if it could not be measured
     */
    List<Row> measure(Lab lab, Contender contender) throws Exception;

    /** Returns the rows with the bars that hold between contenders. */
    default List<Row> compared(List<Row> rows) {
        return rows;
    }
}
