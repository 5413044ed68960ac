package dev.gleaner.job;

import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code flink run gleaner-job.jar --spec spec.yaml} starts. */
@Command(
        name = "gleaner-job.jar",
        mixinStandardHelpOptions = true,
        versionProvider = JobMain.Version.class,
        description =
                "Reads records from Kafka, has Gemini turn them into structured data, and writes"
                        + " them to Kafka.")
public final class JobMain implements Callable<Integer> {
    private static final Duration CANARY_TIMEOUT = Duration.ofSeconds(20);

    @Option(names = "--spec", required = true, paramLabel = "FILE", description = "the job's spec")
    private Path spec = Path.of("spec.yaml");

    @Option(
            names = "--check",
            description = "only check the spec, the topics and the endpoint, start nothing")
    private boolean check;

    @Option(
            names = "--no-canary",
            description = "do not call the endpoint once with a tiny record before the start")
    private boolean noCanary;

    private JobMain() {}

    /**
     * Starts the job.
     *
     * @throws IllegalArgumentException if it cannot be started; the message says why. Flink's
     *     client shows it, and an exit code would end the cluster's process in application mode
     */
    public static void main(String... args) throws Exception {
        JobMain job = new JobMain();
        CommandLine command = new CommandLine(job);
        try {
            CommandLine.ParseResult parsed = command.parseArgs(args);
            if (CommandLine.printHelpIfRequested(parsed)) {
                return;
            }
        } catch (CommandLine.ParameterException wrong) {
            throw new IllegalArgumentException(
                    wrong.getMessage() + "; --help lists the options", wrong);
        }
        job.call();
    }

    @Override
    public Integer call() throws Exception {
        JobSpec job;
        try {
            job = SpecLoader.load(spec, System::getenv);
        } catch (SpecException invalid) {
            throw new IllegalArgumentException(invalid.getMessage(), invalid);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        EnrichmentSettings settings = SpecTranslation.enrichment(job);
        EnrichmentJob.Remarks remarks = EnrichmentJob.define(env, job, settings);
        remarks.unchecked().forEach(System.out::println);
        remarks.warnings().forEach(System.out::println);
        if (!noCanary) {
            new Canary(HttpGeminiClient::new, System::getenv, System.out, CANARY_TIMEOUT)
                    .run(settings);
        }
        if (check) {
            String topics = remarks.unchecked().isEmpty() ? ", and its topics exist." : ".";
            System.out.println(spec + " is valid" + topics);
        } else {
            env.execute(job.name());
        }
        return 0;
    }

    /** What the jar's manifest says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = JobMain.class.getPackage().getImplementationVersion();
            return new String[] {"gleaner " + (version == null ? "(not packaged)" : version)};
        }
    }
}
