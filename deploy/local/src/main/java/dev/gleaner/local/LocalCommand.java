package dev.gleaner.local;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of a local run. */
@Command(
        name = "deploy/local/run",
        description = {
            "Runs a job on this machine alone: Kafka, Flink and a Gemini simulator in one JVM.",
            "Without options it enriches 500 messages to a bank.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 every record came out, and at least one was enriched; 1 something"
                    + " failed,",
            "or all records are dead letters; 2 wrong options or input; 130 stopped by Ctrl-C."
        },
        mixinStandardHelpOptions = true,
        versionProvider = LocalVersion.class,
        sortOptions = false,
        usageHelpWidth = 100)
final class LocalCommand implements Callable<Integer> {
    private final LocalRun run;
    private final Map<String, String> environment;

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            description = "The job (default: deploy/examples/bank-messages/spec.yaml).")
    private Path spec;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "What to enrich: JSON objects, one a line or not, or an array of them"
                            + " (default: deploy/examples/bank-messages/messages.jsonl).")
    private Path input;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Take the first N records only (default: all).")
    private @Nullable Integer records;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "A real endpoint instead of the simulator; needs --api-key.")
    private @Nullable URI endpoint;

    @Option(
            names = "--api-key",
            paramLabel = "env:NAME",
            description = "Where the key lies, env:NAME or file:PATH; never the key itself.")
    private @Nullable String apiKey;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "The job's parallelism (default: ${DEFAULT-VALUE}).")
    private int parallelism = 2;

    @Option(
            names = "--keep-running",
            description = "Keep web UI, broker and simulator up until Ctrl-C.")
    private boolean keepRunning;

    /**
     * @param examples the folder whose spec and messages are the defaults
     */
    LocalCommand(LocalRun run, Path examples, Map<String, String> environment) {
        this.run = run;
        this.environment = environment;
        this.spec = examples.resolve("spec.yaml");
        this.input = examples.resolve("messages.jsonl");
    }

    /** Returns 0 if every record came out and at least one was enriched, else 1. */
    @Override
    public Integer call() throws Exception {
        requireRange("--records", records == null ? 1 : records, Integer.MAX_VALUE);
        requireRange("--parallelism", parallelism, 64);
        RunSettings settings =
                new RunSettings(
                        spec,
                        new JsonRecords(input, records),
                        realEndpoint(),
                        parallelism,
                        keepRunning);
        return run.run(settings).isSuccess() ? 0 : 1;
    }

    private static void requireRange(String option, int value, int max) throws InputException {
        if (value < 1 || value > max) {
            throw new InputException(option + " must be from 1 to " + max + ", not " + value);
        }
    }

    private @Nullable Endpoint realEndpoint() throws InputException {
        if (endpoint == null && apiKey == null) {
            return null;
        }
        if (endpoint == null || apiKey == null) {
            throw new InputException(
                    "--endpoint and --api-key go together: "
                            + (endpoint == null ? "--endpoint" : "--api-key")
                            + " is missing");
        }
        String scheme = endpoint.getScheme();
        String host = endpoint.getHost();
        boolean here = "localhost".equals(host) || "127.0.0.1".equals(host);
        if (host == null || !("https".equals(scheme) || (here && "http".equals(scheme)))) {
            throw new InputException(
                    "--endpoint must be an https URL (http only to this machine), not " + endpoint);
        }
        requireKey(apiKey);
        return new Endpoint(endpoint, apiKey, false);
    }

    /** The value is not repeated in a message: it may be a key that was put there by mistake. */
    private void requireKey(String reference) throws InputException {
        if (reference.startsWith("env:")) {
            String name = reference.substring("env:".length());
            if (environment.getOrDefault(name, "").isBlank()) {
                throw new InputException(
                        "--api-key: the environment variable " + name + " is not set");
            }
        } else if (reference.startsWith("file:")) {
            if (!Files.isReadable(Path.of(reference.substring("file:".length())))) {
                throw new InputException("--api-key: the file cannot be read");
            }
        } else {
            throw new InputException(
                    "--api-key must be env:NAME or file:PATH, never the key itself");
        }
    }
}
