package dev.gleaner.benchmarks;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.process.Children;
import dev.gleaner.benchmarks.process.Cores;
import dev.gleaner.benchmarks.process.Launcher;
import dev.gleaner.benchmarks.report.Row;
import dev.gleaner.benchmarks.report.Table;
import dev.gleaner.benchmarks.scenario.Lab;
import dev.gleaner.benchmarks.scenario.Pace;
import dev.gleaner.benchmarks.scenario.Scenario;
import dev.gleaner.benchmarks.scenario.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of a measurement. */
@Command(
        name = "deploy/benchmarks/run",
        description = {
            "Measures Gleaner side by side with what a user would pick instead, against the"
                    + " simulator on this machine, and prints one table.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 everything was measured (bars may be missed), 1 something was not,",
            "2 wrong options."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100)
final class BenchmarkCommand implements Callable<Integer> {
    private final Path home;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "LOAD",
            completionCandidates = Choices.Loads.class,
            converter = Choices.Load.class,
            description = "Only these loads, with commas: ${COMPLETION-CANDIDATES}.")
    private Set<String> only = Set.copyOf(Scenarios.names());

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "LETTER",
            converter = Choices.Letter.class,
            description =
                    "Only these: a AsyncHttpClient loop, b Flink + naive async function, c Flink +"
                            + " google-genai, d EnrichmentFunction, e the whole job, f Flink SQL.")
    private Set<Contender> contenders = Set.of(Contender.values());

    @Option(
            names = "--quick",
            description = "Short runs and rough numbers, in a quarter of the time.")
    private boolean quick;

    @Option(
            names = "--delivery",
            paramLabel = "GUARANTEE",
            description = "What the whole job writes with: at-least-once or ${DEFAULT-VALUE}.",
            converter = Choices.Delivery.class)
    private String delivery = "exactly-once";

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Writes the table to a file, too.")
    private @Nullable Path output;

    BenchmarkCommand(Path home) {
        this.home = home;
    }

    /** Returns 0 if everything could be measured, else 1. */
    @Override
    public Integer call() throws Exception {
        Cores cores = Cores.ofThisMachine();
        Path logs = home.resolve("deploy/benchmarks/target/logs");
        FileUtils.deleteDirectory(logs.toFile());
        Files.createDirectories(logs);
        Path directory = Files.createTempDirectory("gleaner-benchmarks-");
        Children children = new Children(directory).endWithThisJvm();
        Launcher launcher = new Launcher(children, cores, home, logs);
        Table table = new Table(Machine.head(cores, delivery, quick));
        Progress progress = new Progress(System.err);
        boolean complete = true;
        try (Lab lab = new Lab(launcher, directory, new Pace(quick), delivery)) {
            Comparison comparison = new Comparison(lab, contenders, progress);
            for (Scenario scenario : Scenarios.all()) {
                if (only.contains(scenario.name())) {
                    List<Row> rows = comparison.measure(scenario);
                    table.add(scenario.load(), rows);
                    complete &= rows.stream().allMatch(row -> row.recordsPerSecond().isPresent());
                }
            }
        }
        String markdown = table.markdown();
        System.out.print(markdown);
        if (output != null) {
            Files.writeString(output, markdown);
        }
        return complete ? 0 : 1;
    }
}
