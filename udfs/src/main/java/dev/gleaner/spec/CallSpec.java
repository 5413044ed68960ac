package dev.gleaner.spec;

import java.time.Duration;
import org.apache.flink.configuration.MemorySize;

/** The bounds of one record's call. */
public record CallSpec(
        @Option(
                        value = "Longest wait for one HTTP answer.",
                        defaultValue = "60 s",
                        min = "1 ms",
                        max = "1 h")
                Duration attemptTimeout,
        @Option(
                        value =
                                "Longest time for a record's attempts and the delays between them,"
                                        + " for each model that is asked. Waiting for the right to"
                                        + " send does not count, nor do functions.",
                        defaultValue = "5 min",
                        min = "1 ms",
                        max = "1 d")
                Duration deadline,
        @Option(
                        value =
                                "Most HTTP requests for a record, to each model that is asked: the"
                                        + " first, retries and the repair. Failures while nobody is"
                                        + " answered do not count, nor do rounds of functions.",
                        defaultValue = "10",
                        min = "1",
                        max = "20")
                int maxAttempts,
        @Option(
                        value = "Longest answer that is read, after decompression.",
                        defaultValue = "8 mb",
                        min = "1 kb",
                        max = "1 gb")
                MemorySize maxAnswerBytes,
        @Option("The delay before another attempt, unless the endpoint names one.")
                BackoffSpec backoff,
        @Option(
                        value =
                                "Whether an answer that breaks the schema is sent back once, with"
                                        + " the violations named.",
                        defaultValue = "true")
                boolean repair,
        @Option(
                        value =
                                "Whether answers are streamed, so that one that falls silent or"
                                        + " repeats itself is ended early.",
                        defaultValue = "false")
                boolean stream,
        @Option(
                        value = "Longest silence in a stream, its beginning included.",
                        defaultValue = "30 s",
                        min = "1 ms",
                        max = "1 h")
                Duration streamIdleTimeout,
        @Option("What becomes of records while the endpoint answers nobody.") OutageSpec outage,
        @Option(
                        value =
                                "Action when 20 records in a row fail by faults of their own (100"
                                        + " once a record was enriched) and none is enriched: fail"
                                        + " (the job stops), hold (calls wait, but for one now and"
                                        + " then) or dead-letter (the job goes on). Until it is"
                                        + " decided, such records are withheld.",
                        defaultValue = "fail")
                NobodyAcceptedAction nobodyAccepted) {}
