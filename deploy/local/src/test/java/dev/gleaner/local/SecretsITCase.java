package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gleaner.job.EnrichmentJob;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.spec.SpecLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes calls fail in every way with a key that cannot be mistaken, keeps everything that this
 * leaves behind, and searches it for the key.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SecretsITCase {
    private static final String KEY = "marked-" + UUID.randomUUID();
    private static final String TEXT = "my umbrella is gone";
    private static final String OUT = "out";
    private static final String DEAD = "dead";

    private static final EnumSet<Fault> FATAL =
            EnumSet.of(
                    Fault.API_KEY_INVALID,
                    Fault.PERMISSION_DENIED,
                    Fault.MODEL_NOT_FOUND,
                    Fault.SCHEMA_TOO_COMPLEX);

    private static final EnumSet<Fault> HOLDS =
            EnumSet.of(Fault.PAYMENT_REQUIRED, Fault.QUOTA_PER_DAY);

    /** Among so many that are answered, a record that never is becomes a dead letter. */
    private static final int GOOD_FOR_EACH = 10;

    /** Not answered before the savepoint is taken, so that it holds their records. */
    private static final EnumSet<Fault> SLOW = EnumSet.of(Fault.SILENCE, Fault.STALL);

    private final Path run;
    private final Path key;
    private final Evidence evidence;

    SecretsITCase(@TempDir Path directory) throws Exception {
        run = Files.createDirectory(directory.resolve("run"));
        key = Files.writeString(directory.resolve("key"), KEY + "\n");
        evidence = new Evidence(run);
    }

    @Test
    @SuppressWarnings("try") // the log is to be closed, and no more
    void key_isNowhereButInTheHeader() throws Exception {
        try (LogCapture log = LogCapture.to(run.resolve("log.txt"));
                LocalKafka kafka = LocalKafka.start(run.resolve("kafka"));
                SimulatorServer simulator = simulator();
                EchoServer echo = EchoServer.start();
                LocalCluster cluster = PromptCluster.start(run, 1)) {
            kafka.createTopic(OUT, 1);
            kafka.createTopic(DEAD, 1);
            Jobs jobs = new Jobs(kafka, cluster);
            surviveEveryFault(jobs, simulator.baseUri());
            surviveEchoes(jobs, echo.uri());
            for (Fault fault : HOLDS) {
                jobs.hold("hold-" + fault, simulator.baseUri(), TEXT + fault.marker());
            }
            jobs.hold("hold-echo", echo.uri(), TEXT + "[[echo:402]]");
            for (Fault fault : FATAL) {
                jobs.fail("fatal-" + fault, simulator.baseUri(), key, TEXT + fault.marker());
            }
            jobs.fail("fatal-echo", echo.uri(), key, TEXT + "[[echo:403]]");
            Path broken = Files.writeString(key.resolveSibling("broken"), KEY + "\n" + KEY);
            jobs.fail("broken-key", simulator.baseUri(), broken, TEXT);
            evidence.keepRestAnswers(cluster.webAddress());
            assertThat(echo.keyed()).isGreaterThan(5);
            assertEverythingWasKept();
            assertThat(evidence.placesOf(KEY)).isEmpty();
        }
    }

    /** A search that looks in the wrong place finds nothing, either. */
    private void assertEverythingWasKept() throws Exception {
        assertThat(evidence.filesWith(TEXT))
                .anyMatch(file -> file.startsWith("kafka/" + OUT))
                .anyMatch(file -> file.startsWith("kafka/" + DEAD))
                .anyMatch(file -> file.startsWith("savepoints/"));
        assertThat(evidence.filesWith("X-goog-api-key: ***"))
                .as("echoes of the header")
                .contains("exceptions.txt", "told.txt", "rest.txt", "log.txt")
                .anyMatch(file -> file.startsWith("kafka/" + DEAD));
        assertThat(evidence.filesWith("gemini-3.5-flash")).contains("job.graph", "rest.txt");
        assertThat(evidence.filesWith("DEBUG org.asynchttpclient")).contains("log.txt");
        assertThat(evidence.filesWith(key.toString())).contains("job.graph", "told.txt");
    }

    private static SimulatorServer simulator() throws Exception {
        return SimulatorServer.start(
                SimulatorSettings.defaults()
                        .withControl(
                                Control.none()
                                        .withLatency(Latency.parse("fixed:10ms"))
                                        .withHugeAnswerBytes(9 << 20)));
    }

    private void surviveEveryFault(Jobs jobs, URI endpoint) throws Exception {
        EnumSet<Fault> faults = EnumSet.complementOf(FATAL);
        faults.removeAll(HOLDS);
        List<String> records = amongGood(TEXT, faults.stream().map(Fault::marker));
        JobClient job = jobs.start("faults", endpoint, key, false, records);
        jobs.awaitOutcomes(records.size() - SLOW.size());
        String unused =
                job.triggerSavepoint(
                                run.resolve("savepoints").toUri().toString(),
                                SavepointFormatType.CANONICAL)
                        .get();
        evidence.keepRestAnswers(jobs.cluster.webAddress());
        job.cancel().get();
    }

    private void surviveEchoes(Jobs jobs, URI endpoint) throws Exception {
        List<String> records =
                amongGood(
                        TEXT + "[[echo:fine]]",
                        Stream.of("500", "400", "413", "429", "503", "html", "redirect", "no-json")
                                .map(name -> "[[echo:" + name + "]]"));
        jobs.start("echo", endpoint, key, true, records).getJobExecutionResult().get();
    }

    private static List<String> amongGood(String good, Stream<String> markers) {
        List<String> records = new ArrayList<>(Collections.nCopies(GOOD_FOR_EACH, good));
        markers.forEach(
                marker -> {
                    records.add(TEXT + marker);
                    records.addAll(Collections.nCopies(GOOD_FOR_EACH, good));
                });
        records.addAll(Collections.nCopies(10 * GOOD_FOR_EACH, good));
        return records;
    }

    /** Runs jobs one after the other, each on a topic of its own name. */
    private final class Jobs {
        private final LocalKafka kafka;
        private final LocalCluster cluster;

        Jobs(LocalKafka kafka, LocalCluster cluster) {
            this.kafka = kafka;
            this.cluster = cluster;
        }

        void fail(String name, URI endpoint, Path keyFile, String text) throws Exception {
            JobClient job = start(name, endpoint, keyFile, true, List.of(text));
            ExecutionException failure =
                    catchThrowableOfType(
                            ExecutionException.class, () -> job.getJobExecutionResult().get());
            assertThat(failure).as(name).isNotNull();
            evidence.keep(failure);
        }

        /** Lets a job run until it is told to wait, and looks at it as it does. */
        void hold(String name, URI endpoint, String text) throws Exception {
            long before = holds();
            JobClient job = start(name, endpoint, key, false, List.of(text));
            Await.until(name, () -> holds() > before);
            String unused =
                    job.triggerSavepoint(
                                    run.resolve("savepoints").toUri().toString(),
                                    SavepointFormatType.CANONICAL)
                            .get();
            evidence.keepRestAnswers(cluster.webAddress());
            job.cancel().get();
        }

        private long holds() throws IOException {
            try (Stream<String> lines = Files.lines(run.resolve("log.txt"))) {
                return lines.filter(line -> line.contains("No calls until ")).count();
            }
        }

        JobClient start(
                String name, URI endpoint, Path keyFile, boolean bounded, List<String> records)
                throws Exception {
            kafka.createTopic(name, 1);
            load(name, records);
            String yaml = spec(name, endpoint, keyFile, bounded);
            StreamExecutionEnvironment environment = cluster.environment();
            EnrichmentJob.define(
                    environment, SpecLoader.parse(yaml, run, Map.<String, String>of()::get));
            var graph = environment.getStreamGraph(false).getJobGraph();
            evidence.keep("job.graph", InstantiationUtil.serializeObject(graph));
            return environment.executeAsync(name);
        }

        private void load(String topic, List<String> records) {
            var bytes = new ByteArraySerializer();
            Map<String, Object> address =
                    Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
            try (var producer = new KafkaProducer<byte[], byte[]>(address, bytes, bytes)) {
                for (String text : records) {
                    byte[] value = text.getBytes(StandardCharsets.UTF_8);
                    var unused = producer.send(new ProducerRecord<>(topic, value));
                }
            }
        }

        void awaitOutcomes(int records) {
            try (Outcomes outcomes = new Outcomes(kafka.bootstrapServers(), OUT, DEAD)) {
                while (outcomes.counts().total() < records) {
                    outcomes.poll(Duration.ofMillis(100));
                }
            }
        }

        /** Nothing is compressed, so that the broker's files can be searched. */
        private String spec(String name, URI endpoint, Path keyFile, boolean bounded) {
            return """
            name: %s
            source:
              bootstrapServers: %s
              topics: [%s]
              format: text
              %s
            model: {endpoint: "%s", name: gemini-3.5-flash, apiKey: "file:%s"}
            prompt: {user: "{{record}}"}
            output:
              responseSchema:
                type: OBJECT
                properties: {topic: {type: STRING}}
                required: [topic]
            call:
              attemptTimeout: 20s
              deadline: 60s
              maxAttempts: 3
              backoff: {initial: 10ms, max: 50ms}
            async: {capacity: 16, limit: 8}
            sink:
              topic: %s
              delivery: exactly-once
              properties: {compression.type: none}
            deadLetter: {topic: %s}
            """
                    .formatted(
                            name,
                            kafka.bootstrapServers(),
                            name,
                            bounded ? "stopAt: latest" : "startFrom: earliest",
                            endpoint,
                            keyFile,
                            OUT,
                            DEAD);
        }
    }
}
