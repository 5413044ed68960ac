package dev.gleaner.local;

import static dev.gleaner.model.FailureKind.API_KEY_MISSING;
import static dev.gleaner.model.FailureKind.API_KEY_REJECTED;
import static dev.gleaner.model.FailureKind.CONNECTION_FAILED;
import static dev.gleaner.model.FailureKind.MODEL_NOT_FOUND;
import static dev.gleaner.model.FailureKind.NOBODY_ACCEPTED;
import static dev.gleaner.model.FailureKind.NOT_GEMINI;
import static dev.gleaner.model.FailureKind.SCHEMA_REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gleaner.model.FailureKind;
import dev.gleaner.simulator.AcceptedKey;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults that every record would meet: the job says which, and costs no record. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class FatalFaultITCase {
    private static final String RIGHT_KEY = "the-right-key-4711";
    private static final String WRONG_KEY = "the-wrong-key-4711";
    private static final int RECORDS = 50;

    /** Short, so that there are checkpoints of records under way before the fault. */
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(200);

    private static EndToEnd system;
    private static Path wrongKey;

    /**
     * A fault and the kind that must be told.
     *
     * @param fault what the endpoint does, or null if the spec is wrong
     */
    record Case(
            String name, @Nullable Fault fault, UnaryOperator<SpecText> mistake, FailureKind kind) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    @Timeout(60)
    static void start(@TempDir Path directory) throws Exception {
        system =
                EndToEnd.start(
                        directory,
                        SimulatorSettings.defaults().withKey(AcceptedKey.only(RIGHT_KEY)),
                        RIGHT_KEY);
        wrongKey = Files.writeString(directory.resolve("wrong-key").toAbsolutePath(), WRONG_KEY);
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static Stream<Case> faults() throws IOException {
        return Stream.of(
                mistake("wrong key", "model.apiKey", "file:" + wrongKey, API_KEY_REJECTED),
                mistake("no variable", "model.apiKey", "env:GLEANER_NOT_SET", API_KEY_MISSING),
                mistake("no key file", "model.apiKey", "file:/no/such/key", API_KEY_MISSING),
                mistake("unknown model", "model.name", "palm-2", MODEL_NOT_FOUND),
                mistake("closed port", "model.endpoint", closedPort(), CONNECTION_FAILED),
                mistake("unknown field", "prompt.user", "Sort: {{txet}}", NOBODY_ACCEPTED),
                endpoint(Fault.HTML, NOT_GEMINI),
                endpoint(Fault.COMET_INVALID_REQUEST, NOBODY_ACCEPTED),
                endpoint(Fault.SCHEMA_TOO_COMPLEX, SCHEMA_REJECTED),
                endpoint(Fault.PERMISSION_DENIED, API_KEY_REJECTED));
    }

    /** A firewall may refuse the text of one record, which may be the first one of its subtask. */
    @Test
    void recordThatIsRefused_whereOnlyAnotherSubtaskWasAnswered_doesNotEndTheJob()
            throws Exception {
        Trial trial = system.trial();
        SpecText spec =
                trial.spec()
                        .without("source.stopAt")
                        .with("call.backoff.initial", "200 ms")
                        .with("call.backoff.multiplier", 1);
        try (RunningJob job = trial.start(spec, 2, null)) {
            trial.load(Message.some(1));
            Await.until("one is answered", () -> job.metric("enriched") == 1);
            trial.load(
                    List.of(
                            Message.saying("good", "my card"),
                            Message.saying("refused", "[[simulate:html]] my card")));
            Await.until("attempts", () -> job.metric("attempts") >= 2 + 5);
            trial.load(Message.some(20));
            Await.until("the others", () -> job.metric("enriched") == 22);
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        }
    }

    private static Case mistake(String name, String option, Object value, FailureKind kind) {
        return new Case(name, null, spec -> spec.with(option, value), kind);
    }

    private static Case endpoint(Fault fault, FailureKind kind) {
        return new Case(fault.toString(), fault, spec -> spec, kind);
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void fatalFault_failsTheJobWithOneMessage_andCostsNoRecord(Case fault) throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(RECORDS));
        SpecText spec = trial.spec().without("call").with("source.startFrom", "committed");
        if (fault.fault() != null) {
            system.simulator().control(Control.none().withFault(fault.fault(), 1));
        }
        RunningJob job = submit(trial, fault.mistake().apply(spec));

        assertIsToldOnce(catchThrowableOfType(ExecutionException.class, job::finish), fault.kind());
        assertThat(job.restartedAt()).isZero();
        assertThat(trial.results().enriched()).isEmpty();
        assertThat(trial.results().deadLetters()).isEmpty();
        assertThat(committed(trial)).isEmpty();

        system.simulator().control(Control.none());
        Results results = trial.run(spec);
        assertThat(results.enriched()).hasSize(RECORDS);
        assertThat(results.origins()).doesNotHaveDuplicates();
    }

    private static RunningJob submit(Trial trial, SpecText spec) throws Exception {
        return trial.submit(spec, CHECKPOINT_INTERVAL);
    }

    /** One line at the end of the causes, with the cause and the fix and nothing of the key. */
    private static void assertIsToldOnce(Throwable failure, FailureKind kind) {
        assertThat(new JobFailedException(failure))
                .message()
                .startsWith("The job failed: " + kind + ": " + kind.meaning())
                .endsWith(". " + kind.fix())
                .doesNotContain("..")
                .hasLineCount(1);
        assertThat(Stream.iterate(failure, each -> each != null, Throwable::getCause))
                .as("causes that tell of it")
                .filteredOn(each -> String.valueOf(each.getMessage()).startsWith(kind.name()))
                .hasSize(1);
        assertThat(failure).hasStackTraceContaining(kind.meaning());
        assertThat(failure)
                .satisfies(each -> assertThat(stackTrace(each)).doesNotContain("key-4711"));
    }

    private static String stackTrace(Throwable failure) {
        return ExceptionUtils.stringifyException(failure);
    }

    @Test
    void missingTopics_areAllNamedBeforeTheJobStarts() throws Exception {
        Trial trial = system.trial();
        SpecText spec =
                trial.spec()
                        .with("source.topics", List.of("no-source"))
                        .with("sink.topic", "no-sink")
                        .with("deadLetter.topic", "no-dead-letters");
        assertThat(catchThrowable(() -> submit(trial, spec)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("source.topics: the topic \"no-source\" does not exist")
                .contains("sink.topic: the topic \"no-sink\" does not exist")
                .contains("deadLetter.topic: the topic \"no-dead-letters\" does not exist")
                .contains("create it, or correct the name");
    }

    @Test
    void faultThatOneRecordMeets_whileOthersAreAnswered_isNoReasonToFail() throws Exception {
        Trial trial = system.trial();
        trial.load(Message.some(RECORDS));
        trial.load(List.of(Message.saying("slip", "card " + Fault.PERMISSION_DENIED.marker(5))));
        Results results = trial.run(trial.spec());
        assertThat(results.deadLetters()).isEmpty();
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(RECORDS + 1);
        assertThat(results.enriched("slip").at("/call/attempts").asInt()).isEqualTo(6);
    }

    @Test
    void deadLetterTopic_thatTakesLessThanTheSource_isRefused() throws Exception {
        Trial trial = system.trial();
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, trial.deadLetters());
        AlterConfigOp small =
                new AlterConfigOp(
                        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000"),
                        AlterConfigOp.OpType.SET);
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(small))).all().get();
        }
        assertThat(catchThrowable(() -> submit(trial, trial.spec())))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("deadLetter.topic: takes records of 1000 bytes")
                .contains("raise max.message.bytes of " + trial.deadLetters());
    }

    private static Admin admin() {
        return Admin.create(
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        (Object) system.kafka().bootstrapServers()));
    }

    private static Map<TopicPartition, Long> committed(Trial trial) throws Exception {
        try (Admin admin = admin()) {
            return admin
                    .listConsumerGroupOffsets("gleaner-" + trial.name())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().offset()));
        }
    }
}
