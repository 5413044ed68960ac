package dev.gleaner.spec;

import java.time.Duration;
import java.util.List;

/** Functions that the job calls for the model. */
public record FunctionsSpec(
        @Option(
                        "Names of EnrichmentTools in the class path, which Java's ServiceLoader"
                                + " finds.")
                List<String> services,
        @Option("Functions that read from the web.") List<HttpFunctionSpec> http,
        @Option(
                        value = "How often the model may call before it must answer.",
                        defaultValue = "5",
                        min = "1",
                        max = "50")
                int maxRounds,
        @Option(
                        value = "Longest wait for one function; the model is then told of it.",
                        defaultValue = "10 s",
                        min = "1 ms",
                        max = "10 min")
                Duration timeout) {}
