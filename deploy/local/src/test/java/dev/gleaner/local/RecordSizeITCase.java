package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records at the limit of what a topic takes, and topics that take none without a key. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RecordSizeITCase {
    private static final int LIMIT = 20_000;
    private static final String KIND = "TOO_LARGE";
    private static final Duration CHECKPOINTS = Duration.ofMillis(300);

    private static final List<String> ORDER = List.of("null", "notes", "value");

    private static EndToEnd system;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    /** What is sent, what the topic makes of it, and how the job delivers. */
    @ParameterizedTest
    @CsvSource({
        "lz4, producer, exactly-once",
        "zstd, producer, at-least-once",
        "none, producer, exactly-once",
        "gzip, producer, at-least-once",
        "snappy, producer, at-least-once",
        "lz4, uncompressed, exactly-once",
        "none, zstd, at-least-once",
    })
    void recordsAroundTheLimit_endInOnePlaceEach(String codec, String topicCodec, String delivery)
            throws Exception {
        Trial trial = system.trial();
        String source = topic(trial, "big-in", 4 * LIMIT, "producer");
        String enriched = topic(trial, "small-out", LIMIT, topicCodec);
        String deadLetters = topic(trial, "big-dead", 20 * LIMIT, "producer");
        List<Message> messages = new ArrayList<>();
        for (int size = LIMIT * 9 / 10; size < LIMIT; size += 100) {
            messages.add(Message.saying("noise-" + size, noise(size)));
        }
        for (int size = LIMIT * 6 / 5; size < LIMIT * 7 / 5; size += 200) {
            messages.add(Message.saying("packable-" + size, noise(size)));
        }
        messages.add(Message.saying("repetitive", "my card ".repeat(LIMIT)));
        messages.add(Message.saying("small", "my card"));
        load(source, messages);

        SpecText spec =
                trial.spec()
                        .with("source.topics", List.of(source))
                        .with("sink.topic", enriched)
                        .with("sink.delivery", delivery)
                        .with("sink.properties", Map.of("compression.type", codec))
                        .with("deadLetter.topic", deadLetters);
        try (RunningJob job = trial.submit(spec, CHECKPOINTS)) {
            job.finish();
        }

        Results results = Results.read(system.kafka().bootstrapServers(), enriched, deadLetters);
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(messages.size());
        assertThat(results.enriched()).hasSizeGreaterThan(2);
        assertThat(results.deadLetters()).hasSizeGreaterThan(2);
        for (ConsumerRecord<byte[], byte[]> letter : results.deadLetters()) {
            assertThat(Results.header(letter, "failure-kind")).isEqualTo(KIND);
            assertThat(bytesIn(String.valueOf(Results.header(letter, "failure-detail"))))
                    .isGreaterThan(LIMIT);
            assertThat(Results.header(letter, "usage")).contains("totalTokenCount");
            assertThat(letter.value()).isNotEmpty();
        }
        boolean packed = !codec.equals("none") && !topicCodec.equals("uncompressed");
        List<ConsumerRecord<byte[], byte[]>> repetitive =
                packed ? results.enriched() : results.deadLetters();
        assertThat(repetitive).map(Results::id).contains("repetitive");
        // As near to the limit as records go here: nothing that would fit is refused.
        String own = topicCodec.equals("producer") ? codec : "none";
        long largest =
                results.enriched().stream()
                        .mapToLong(each -> batchBytes(each, own))
                        .max()
                        .orElse(0);
        assertThat(largest).isBetween(LIMIT - 300L, (long) LIMIT);
    }

    private static int bytesIn(String detail) {
        return Integer.parseInt(detail.replaceAll(".* has (\\d+) bytes.*", "$1"));
    }

    private static long batchBytes(ConsumerRecord<byte[], byte[]> record, String codec) {
        return MemoryRecords.withRecords(
                        Compression.of(codec).build(),
                        new SimpleRecord(
                                0L, record.key(), record.value(), record.headers().toArray()))
                .sizeInBytes();
    }

    @ParameterizedTest
    @CsvSource({"exactly-once", "at-least-once"})
    void deadLetterThatDoesNotFit_leavesOutWhatItMust(String delivery) throws Exception {
        Trial trial = system.trial();
        String source = topic(trial, "in-s", LIMIT, "producer");
        String deadLetters = topic(trial, "dead-s", LIMIT, "producer");
        List<Message> messages = new ArrayList<>();
        for (int size = LIMIT - 1_000; size < LIMIT - 200; size += 25) {
            messages.add(Message.raw("m-" + size, noise(size)));
        }
        load(source, messages);
        Results results;
        long counted;
        try (RunningJob job =
                trial.start(
                        trial.spec()
                                .with("source.topics", List.of(source))
                                .without("source.stopAt")
                                .with("sink.delivery", delivery)
                                .with("sink.properties", Map.of("compression.type", "none"))
                                .with("deadLetter.topic", deadLetters)
                                .with("call.nobodyAccepted", "dead-letter"),
                        1,
                        null)) {
            Await.until("all", () -> job.metric("deadLetters") == messages.size());
            job.awaitCheckpoints(2);
            assertThat(job.restarts()).isZero();
            counted = job.sinkMetric("deadLettersShortened");
            results =
                    Results.read(system.kafka().bootstrapServers(), trial.enriched(), deadLetters);
        }
        List<String> leftOut = new ArrayList<>();
        for (Message message : messages) {
            ConsumerRecord<byte[], byte[]> letter = results.deadLetter(message.id());
            String left = String.valueOf(Results.header(letter, "left-out"));
            leftOut.add(left);
            assertThat(Results.header(letter, "failure-kind")).isEqualTo("INVALID_JSON");
            assertThat(Message.carriesAllHeaders(letter.headers())).isTrue();
            boolean notes = left.equals("notes");
            assertThat(Results.header(letter, "failure-detail") == null).isEqualTo(notes);
            if (left.equals("value")) {
                assertThat(letter.value()).isNull();
                assertThat(Results.header(letter, "value-bytes"))
                        .isEqualTo(String.valueOf(bytes(message).length));
            } else {
                assertThat(letter.value()).isEqualTo(bytes(message));
            }
        }
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(messages.size());
        assertThat(leftOut).isSortedAccordingTo(Comparator.comparing(ORDER::indexOf));
        assertThat(leftOut).contains("null", "notes", "value");
        assertThat(counted).isEqualTo(leftOut.stream().filter(l -> !l.equals("null")).count());
    }

    @Test
    void enrichedThatIsTooLarge_isCountedByTheSink_andALargerLimitCountsAfterARestart(
            @TempDir Path savepoints) throws Exception {
        Trial trial = system.trial();
        String enriched = topic(trial, "grows", LIMIT, "producer");
        trial.load(List.of(Message.saying("large", noise(2 * LIMIT)), Message.saying("s", "x")));
        SpecText spec = trial.spec().without("source.stopAt").with("sink.topic", enriched);
        String savepoint;
        try (RunningJob job = trial.start(spec, 1, null)) {
            Await.until("both", () -> job.metric("enriched") == 2);
            Await.until("too large", () -> job.sinkMetric("failures." + KIND) == 1);
            savepoint = job.stop(savepoints);
        }
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(enriched)).all().get();
            Await.until("gone", () -> !admin.listTopics().names().get().contains(enriched));
            topic(trial, "grows", 4 * LIMIT, "producer");
        }
        trial.load(List.of(Message.saying("again", noise(2 * LIMIT))));
        try (RunningJob job = trial.start(spec, 1, savepoint)) {
            Await.until("it", () -> job.metric("enriched") == 1);
            job.stop(savepoints);
        }
        Results results =
                Results.read(system.kafka().bootstrapServers(), enriched, trial.deadLetters());
        assertThat(results.enriched()).map(Results::id).containsExactly("again");
        assertThat(results.deadLetters()).map(Results::id).containsExactly("large");
    }

    @ParameterizedTest
    @CsvSource({"exactly-once", "at-least-once"})
    void compactedTopic_takesRecordsWithKeys_andTheOthersAreDeadLetters(String delivery)
            throws Exception {
        Trial trial = system.trial();
        trial.load(List.of(Message.saying("keyed", "my card")));
        loadWithoutKey(trial, Message.saying("", "my card"), new Message("", null));
        compact(trial.enriched());
        SpecText spec = trial.spec().without("source.stopAt").with("sink.delivery", delivery);
        try (RunningJob job = trial.start(spec, 1, null)) {
            Await.until("the count", () -> job.sinkMetric("failures.KEY_MISSING") == 2);
            job.awaitCheckpoints(2);
            assertThat(job.restarts()).isZero();
        }
        assertThat(system.simulator().stats().requests()).isEqualTo(2);
        Results results = trial.results();
        assertThat(results.enriched()).map(Results::id).containsExactly("keyed");
        assertThat(results.deadLetters())
                .hasSize(2)
                .allSatisfy(
                        letter ->
                                assertThat(Results.header(letter, "failure-kind"))
                                        .isEqualTo("KEY_MISSING"));
    }

    @Test
    void topicThatIsCompactedWhileTheJobRuns_costsOneRestart() throws Exception {
        Trial trial = system.trial();
        trial.load(List.of(Message.saying("keyed", "my card")));
        SpecText spec =
                trial.spec().without("source.stopAt").with("sink.delivery", "at-least-once");
        try (RunningJob job = trial.start(spec, 1, null)) {
            Await.until("the first", () -> job.metric("enriched") == 1);
            job.awaitCheckpoints(2);
            compact(trial.enriched());
            loadWithoutKey(trial, Message.saying("", "my card"));
            Await.until("the count", () -> job.sinkMetric("failures.KEY_MISSING") == 1);
            job.awaitCheckpoints(2);
            assertThat(job.restarts()).isEqualTo(1);
        }
        Results results = trial.results();
        assertThat(results.enriched()).map(Results::id).containsExactly("keyed");
        assertThat(results.deadLetters()).hasSize(1);
    }

    @Test
    void deadLetterTopicThatIsCompacted_isRefused() throws Exception {
        Trial trial = system.trial();
        compact(trial.deadLetters());
        assertThatThrownBy(() -> trial.run(trial.spec()))
                .hasMessageContaining("deadLetter.topic: ")
                .hasMessageContaining("cleanup.policy=delete");
    }

    private static void compact(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(
                                                            "cleanup.policy", "compact,delete"),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static void loadWithoutKey(Trial trial, Message... messages) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", system.kafka().bootstrapServers());
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Message message : messages) {
                producer.send(new ProducerRecord<>(trial.source(), 0, null, message.value())).get();
            }
        }
    }

    private static byte[] bytes(Message message) {
        return Objects.requireNonNull(message.value());
    }

    /** Text that no codec makes shorter than three quarters of it. */
    private static String noise(int length) {
        Random random = new Random(length);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                            .charAt(random.nextInt(64)));
        }
        return text.toString();
    }

    private static Admin admin() {
        return Admin.create(
                Map.of("bootstrap.servers", (Object) system.kafka().bootstrapServers()));
    }

    private static String topic(Trial trial, String name, int limit, String codec)
            throws Exception {
        String topic = trial.name() + "-" + name;
        try (Admin admin = admin()) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(topic, Trial.PARTITIONS, (short) 1)
                                            .configs(
                                                    Map.of(
                                                            "max.message.bytes",
                                                            String.valueOf(limit),
                                                            "compression.type",
                                                            codec))))
                    .all()
                    .get();
        }
        return topic;
    }

    /** Each in a batch of its own, compressed, so that the topic takes all of them. */
    private static void load(String topic, List<Message> messages) throws Exception {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        system.kafka().bootstrapServers(),
                        "compression.type",
                        "gzip",
                        "batch.size",
                        0);
        List<Future<?>> sent = new ArrayList<>();
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < messages.size(); i++) {
                sent.add(producer.send(messages.get(i).toRecord(topic, i)));
            }
        }
        for (Future<?> each : sent) {
            each.get();
        }
    }
}
