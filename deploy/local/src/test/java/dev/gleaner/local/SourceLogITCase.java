package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.job.EnrichmentJob;
import dev.gleaner.local.Results.Origin;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records of the source topic that are deleted, records that are never committed, and two jobs that
 * read the same.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SourceLogITCase {
    private static final String LONG_AGO = "2020-01-01T00:00:00Z";

    private static EndToEnd system;
    private static Path savepoints;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
        savepoints = directory.resolve("savepoints");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    @Test
    void restoredPositionThatIsDeleted_goesOnAtTheEarliestRecord_andCountsTheMissing()
            throws Exception {
        Trial trial = system.trial();
        SpecText spec = trial.spec().without("source.stopAt").with("source.startFrom", LONG_AGO);
        String savepoint = savepointAfterTen(trial, spec);
        try (RunningJob job = trial.start(spec, 2, savepoint)) {
            Await.until("the rest", () -> job.metric("enriched") == 26);
            Await.until("the count", () -> job.sourceMetric("missingRecords") == 14);
            assertThat(job.sourceMetric("lostPositions")).isEqualTo(2);
            job.awaitCheckpoints(1);
        }
        assertThat(trial.results().origins())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 30)
                                .filter(offset -> offset < 10 || offset >= 17)
                                .boxed()
                                .flatMap(
                                        offset ->
                                                IntStream.range(0, Trial.PARTITIONS)
                                                        .mapToObj(p -> origin(trial, p, offset)))
                                .toList());
    }

    @Test
    void restoredPositionThatIsDeleted_failsTheJob_ifAskedFor() throws Exception {
        Trial trial = system.trial();
        SpecText spec =
                trial.spec()
                        .without("source.stopAt")
                        .with("source.startFrom", LONG_AGO)
                        .with("source.onDataLoss", "fail");
        String savepoint = savepointAfterTen(trial, spec);
        try (RunningJob job = trial.start(spec, 2, savepoint)) {
            assertThat(job.failure())
                    .hasStackTraceContaining("topic " + trial.source() + ", partition ")
                    .hasStackTraceContaining("from offset 10 to 16 (7 at most)")
                    .hasStackTraceContaining("source.onDataLoss: continue");
            assertThat(job.restarts()).isZero();
        }
    }

    /** Ten records of each partition are enriched, seven of each deleted, and thirteen left. */
    private static String savepointAfterTen(Trial trial, SpecText spec) throws Exception {
        trial.load(Message.some(20));
        String savepoint;
        try (RunningJob job = trial.start(spec, 2, null)) {
            Await.until("the first", () -> job.metric("enriched") == 20);
            savepoint = job.stop(savepoints);
        }
        trial.load(Message.some(40));
        deleteBefore(trial, 17);
        return savepoint;
    }

    @Test
    void retentionThatOvertakesARunningJob_isCounted_andWhatIsLeftIsEnrichedOnce()
            throws Exception {
        Trial trial = system.trial();
        for (int batch = 0; batch < 30; batch++) {
            trial.load(Message.some(20));
        }
        system.simulator().control(Control.none().withLatency(Latency.parse("fixed:2s")));
        SpecText spec =
                trial.spec()
                        .with("async.capacity", 10)
                        .with("source.startFrom", LONG_AGO)
                        .with(
                                "source.properties",
                                Map.of(
                                        "max.poll.records", "5",
                                        "max.partition.fetch.bytes", "1",
                                        "fetch.max.bytes", "1"));
        long missing;
        try (RunningJob job = trial.start(spec, 2, null)) {
            Await.until("calls", () -> system.simulator().stats().requests() >= 10);
            deleteBefore(trial, 250);
            system.simulator().control(Control.none());
            Await.until("the count", () -> job.sourceMetric("lostPositions") == 2);
            missing = job.sourceMetric("missingRecords");
            job.finish();
        }
        List<Origin> origins = trial.results().origins();
        assertThat(origins).doesNotHaveDuplicates();
        assertThat(origins.stream().filter(each -> each.offset() >= 250)).hasSize(100);
        assertThat(missing).isPositive();
        assertThat(origins.size() + missing).isEqualTo(600);
    }

    @Test
    void partitionThatIsAddedLater_isReadFromItsFirstRecord() throws Exception {
        Trial trial = system.trial();
        SpecText spec =
                trial.spec()
                        .without("source.stopAt")
                        .with("source.startFrom", "latest")
                        .with(
                                "source.properties",
                                Map.of("partition.discovery.interval.ms", "5000"));
        try (RunningJob job = trial.start(spec, 2, null);
                Admin admin = admin()) {
            job.awaitCheckpoints(1);
            admin.createPartitions(Map.of(trial.source(), NewPartitions.increaseTo(4))).all().get();
            try (var producer = producer(Map.of())) {
                for (int i = 0; i < 40; i++) {
                    byte[] value = Message.saying("m-" + i, "card").value();
                    var unused =
                            producer.send(new ProducerRecord<>(trial.source(), i % 4, null, value));
                }
            }
            Await.until("all", () -> job.metric("enriched") == 40);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aborted", "open"})
    void recordsThatAreNotCommitted_areNotEnriched_andTheJobEnds(String end) throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(20));
        try (var producer =
                producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, trial.name() + "-up"))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 10; i++) {
                var unused =
                        producer.send(
                                Message.saying("no-" + i, "card").toRecord(trial.source(), i));
            }
            producer.flush();
            if (end.equals("aborted")) {
                producer.abortTransaction();
            }
            assertThat(trial.run(trial.spec()).origins()).hasSize(20);
        }
        assertThat(system.simulator().stats().requests()).isEqualTo(20);
    }

    @Test
    @SuppressWarnings("try") // the log is to be closed, and no more
    void runningJobOfTheSameName_isAWarningAtSubmission(@TempDir Path logs) throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(1));
        SpecText spec = trial.spec().with("sink.delivery", "exactly-once");
        Path log = logs.resolve("log.txt");
        StreamExecutionEnvironment environment = system.cluster().environment();
        environment.enableCheckpointing(Duration.ofMinutes(1).toMillis());
        try (RunningJob job = trial.submit(spec.without("source.stopAt"), Duration.ofMinutes(1));
                LogCapture capture = LogCapture.to(log)) {
            Await.until("it", () -> job.metric("enriched") == 1);
            Await.until("a transaction", () -> hasTransaction("gleaner-" + trial.name() + "-"));
            EnrichmentJob.define(environment, spec.with("name", trial.name() + "-other").load());
            EnrichmentJob.define(environment, spec.with("sink.delivery", "at-least-once").load());
            assertThat(log).content().doesNotContain("another job named");
            EnrichmentJob.define(environment, spec.load());
        }
        assertThat(log)
                .content()
                .containsOnlyOnce("another job named \"" + trial.name() + "\" may be running")
                .contains("open transactions of gleaner-" + trial.name() + "-*, the oldest since");
    }

    private static boolean hasTransaction(String prefix) throws Exception {
        ListTransactionsOptions ongoing =
                new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
        try (Admin admin = admin()) {
            return admin.listTransactions(ongoing).all().get().stream()
                    .anyMatch(each -> each.transactionalId().startsWith(prefix));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, system.kafka().bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Origin origin(Trial trial, int partition, long offset) {
        return new Origin(trial.source(), partition, offset);
    }

    private static void deleteBefore(Trial trial, long offset) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteRecords(
                            Map.of(
                                    new TopicPartition(trial.source(), 0),
                                    RecordsToDelete.beforeOffset(offset),
                                    new TopicPartition(trial.source(), 1),
                                    RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", system.kafka().bootstrapServers()));
    }
}
