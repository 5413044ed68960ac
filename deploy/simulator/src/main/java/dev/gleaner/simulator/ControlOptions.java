package dev.gleaner.simulator;

import dev.gleaner.simulator.StreamPace.LineEnd;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that make up the {@link Control} at the start. */
final class ControlOptions {

    @Option(
            names = "--latency",
            defaultValue = "none",
            description =
                    "none, fixed:200ms, uniform:100ms:300ms or lognormal:800ms:0.6"
                            + " (${DEFAULT-VALUE})")
    private Latency latency = Latency.none();

    @Option(
            names = "--concurrency-limit",
            defaultValue = "0",
            description = "429 beyond so many in flight; 0: none")
    private int concurrencyLimit;

    @Option(
            names = "--requests-per-second",
            defaultValue = "0",
            description = "429 beyond this quota; 0: none")
    private double requestsPerSecond;

    @Option(
            names = "--tokens-per-minute",
            defaultValue = "0",
            description = "429 beyond this quota; 0: none")
    private long tokensPerMinute;

    @Option(
            names = "--requests-per-day",
            defaultValue = "0",
            description = "429 beyond this quota; 0: none")
    private long requestsPerDay;

    @Option(
            names = "--huge-answer-bytes",
            defaultValue = "20971520",
            description = "size of a huge answer (${DEFAULT-VALUE})")
    private int hugeAnswerBytes;

    @Option(
            names = "--reject-at-once",
            description = "faults that replace the answer come without the latency")
    private boolean rejectAtOnce;

    @Option(
            names = "--drop-connections",
            description = "close connections on which a model is called, without an answer")
    private boolean dropConnections;

    @Option(
            names = "--fault",
            paramLabel = "NAME=RATE",
            description = "a fault and its rate in [0,1]; repeatable")
    private Map<Fault, Double> faults = new LinkedHashMap<>();

    @Option(
            names = "--stream-chunks",
            defaultValue = "3",
            description = "pieces that a streamed text is cut into (${DEFAULT-VALUE})")
    private int streamChunks;

    @Option(
            names = "--stream-chunk-interval",
            defaultValue = "none",
            description = "time between them, written as a latency (${DEFAULT-VALUE})")
    private Latency streamChunkInterval = Latency.none();

    @Option(
            names = "--stream-line-end",
            defaultValue = "crlf",
            description = "line ends of events: crlf or lf (${DEFAULT-VALUE})")
    private LineEnd streamLineEnd = LineEnd.CRLF;

    @Option(
            names = "--cache-minimum",
            description = "cached contents below the model's minimum are refused")
    private boolean cacheMinimum;

    @Option(
            names = "--cache-fault",
            paramLabel = "NAME",
            description = "the response to every call of cached contents")
    private @Nullable Fault cacheFault;

    ControlOptions() {}

    Control control() {
        return new Control(
                latency,
                concurrencyLimit,
                requestsPerSecond,
                tokensPerMinute,
                requestsPerDay,
                hugeAnswerBytes,
                rejectAtOnce,
                dropConnections,
                new StreamPace(streamChunks, streamChunkInterval, streamLineEnd),
                new CacheRules(cacheMinimum, cacheFault),
                null,
                faults);
    }
}
