package dev.gleaner.benchmarks;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.report.Row;
import dev.gleaner.benchmarks.scenario.Lab;
import dev.gleaner.benchmarks.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts contenders under loads, one after the other. */
final class Comparison {
    private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

    private final Lab lab;
    private final Set<Contender> contenders;
    private final Progress progress;

    /**
     * @param contenders who takes part, as far as the load is for them
     */
    Comparison(Lab lab, Set<Contender> contenders, Progress progress) {
        this.lab = lab;
        this.contenders = contenders;
        this.progress = progress;
    }

    /**
     * Returns the rows of all contenders; one that could not be measured has a row that says so.
     */
    List<Row> measure(Scenario scenario) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Contender contender : scenario.contenders()) {
            if (contenders.contains(contender)) {
                progress.begins(scenario, contender);
                List<Row> measured = measure(scenario, contender);
                measured.forEach(progress::ends);
                rows.addAll(measured);
            }
        }
        return scenario.compared(rows);
    }

    private List<Row> measure(Scenario scenario, Contender contender) throws InterruptedException {
        try {
            return scenario.measure(lab, contender);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // what could not be measured leaves the rest
            LOG.error("{}, {}", scenario.name(), contender, e);
            return List.of(
                    Row.failed(
                            "(" + contender.letter() + ") " + contender.title(),
                            String.valueOf(e.getMessage())));
        }
    }
}
