package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.local.Results.Origin;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which results come out, with answers in no order at all. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OrderITCase {
    private static final Control IN_NO_ORDER =
            Control.none().withLatency(Latency.parse("uniform:20ms:600ms"));
    private static final int RECORDS = 300;

    /** Even, so that all records of a key are in one partition. */
    private static final int KEYS = 50;

    private static final Control NO_ANSWERS =
            Control.none().withLatency(Latency.parse("fixed:600s"));

    /** The number of records that the gate lets in at the default capacity. */
    private static final int CAPACITY_AND_A_FEW_MORE = 1_062;

    private static final int MANY = 1_200;

    private static EndToEnd system;
    private static Path savepoints;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key", 4);
        savepoints = directory.resolve("savepoints");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    @Test
    void callOfEightSeconds_delaysItsOwnKeyOnly() throws Exception {
        int slow = 7;
        Trial trial = system.trial();
        List<Message> messages = messages();
        String text = Fault.SILENCE.marker(2) + " record " + slow;
        messages.set(slow, new Message(key(slow), Message.saying("m-" + slow, text).value()));
        trial.load(messages);
        system.simulator().control(IN_NO_ORDER);
        SpecText spec = spec(trial, "key").with("call.attemptTimeout", "4 s");
        Results results = trial.run(spec);
        assertOnceEachAndInOrder(results);
        long itsTime = timeOf(results, slow);
        for (ConsumerRecord<byte[], byte[]> each : results.enriched()) {
            if (Results.id(each).equals(key(slow))) {
                assertThat(each.timestamp()).isGreaterThanOrEqualTo(itsTime);
            } else {
                assertThat(each.timestamp()).isLessThan(itsTime);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "source"})
    void taskManagerThatDies_withCallsUnderWay_keepsTheOrder(String order) throws Exception {
        Trial trial = loaded();
        SpecText spec = spec(trial, order).with("async.limit", 20);
        try (RunningJob job = trial.start(spec, 2, null)) {
            awaitAnswers(RECORDS / 4);
            system.cluster().replaceTaskManager();
            job.finish();
        }
        assertOnceEachAndInOrder(trial.results());
        assertThat(system.simulator().stats().requests())
                .as("calls under way made again, not those before the checkpoint")
                .isBetween(RECORDS + 1L, RECORDS * 3L / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "source"})
    void savepoint_keepsTheOrder_withTheSameParallelism(String order) throws Exception {
        Trial trial = loaded();
        String savepoint;
        try (RunningJob job = trial.start(spec(trial, order), 2, null)) {
            awaitAnswers(RECORDS / 4);
            savepoint = job.stop(savepoints);
        }
        try (RunningJob job = trial.start(spec(trial, order), 2, savepoint)) {
            job.finish();
        }
        assertOnceEachAndInOrder(trial.results());
    }

    /** Without the drain, what was under way would be dealt out, away from the rest of its key. */
    @ParameterizedTest
    @CsvSource({"key, 2, 4", "key, 4, 1", "source, 2, 1"})
    void savepointOfADrainedJob_keepsTheOrder_withAnotherParallelism(
            String order, int before, int after) throws Exception {
        Trial trial = loaded();
        SpecText spec = spec(trial, order).with("async.capacity", 100);
        String savepoint;
        try (RunningJob job = trial.start(spec, before, null)) {
            awaitAnswers(RECORDS / 4);
            savepoint = job.drain(savepoints);
        }
        Results drained = trial.results();
        assertThat(drained.enriched()).hasSizeBetween(RECORDS / 4, RECORDS - 1);
        assertThat(system.simulator().stats().requests()).isEqualTo(drained.enriched().size());
        try (RunningJob job = trial.start(spec, after, savepoint)) {
            job.finish();
        }
        assertOnceEachAndInOrder(trial.results());
        assertThat(system.simulator().stats().requests()).isEqualTo(RECORDS);
    }

    /** Restored records arrive while the task opens, where nothing may wait for an answer. */
    @ParameterizedTest
    @ValueSource(strings = {"key", "none"})
    void fewerInWorkAfterASavepoint_takesCheckpointsBeforeAnAnswer_andEnrichesEachOnce(String order)
            throws Exception {
        Trial trial = system.trial();
        List<Message> messages = Message.some(MANY);
        trial.load(messages);
        system.simulator().control(NO_ANSWERS);
        String savepoint;
        try (RunningJob job = trial.start(spec(trial, order), 1, null)) {
            Await.until("calls under way", () -> job.metric("inWork") == CAPACITY_AND_A_FEW_MORE);
            savepoint = job.stop(savepoints);
        }
        SpecText fewer = spec(trial, order).with("async.capacity", 100);
        system.simulator().control(Control.none().withLatency(Latency.parse("fixed:5s")));
        try (RunningJob job = trial.start(fewer, 1, savepoint)) {
            job.awaitCheckpoints(1);
            assertThat(trial.results().enriched().size()).as("answers it waited for").isZero();
            system.simulator().control(Control.none());
            job.finish();
        }
        Results results = trial.results();
        assertThat(results.deadLetters()).isEmpty();
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(MANY);
    }

    private static SpecText spec(Trial trial, String order) throws Exception {
        return trial.spec().with("async.order", order);
    }

    private static Trial loaded() throws Exception {
        Trial trial = system.trial();
        trial.load(messages());
        system.simulator().control(IN_NO_ORDER);
        return trial;
    }

    private static List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (int n = 0; n < RECORDS; n++) {
            messages.add(new Message(key(n), Message.saying("m-" + n, "record " + n).value()));
        }
        return messages;
    }

    private static String key(int record) {
        return "key-" + record % KEYS;
    }

    private static void awaitAnswers(int number) throws Exception {
        Await.until(number + " answers", () -> system.simulator().stats().accepted() >= number);
    }

    private static long timeOf(Results results, int record) {
        String id = "m-" + record;
        return results.enriched().stream()
                .filter(each -> Results.json(each).at("/record/id").asText().equals(id))
                .findAny()
                .orElseThrow()
                .timestamp();
    }

    private static void assertOnceEachAndInOrder(Results results) {
        assertThat(results.deadLetters()).isEmpty();
        assertThat(results.origins()).doesNotHaveDuplicates().hasSize(RECORDS);
        Map<String, List<Long>> offsets = new LinkedHashMap<>();
        List<Origin> origins = results.origins();
        for (int i = 0; i < origins.size(); i++) {
            offsets.computeIfAbsent(
                            Results.id(results.enriched().get(i)), none -> new ArrayList<>())
                    .add(origins.get(i).offset());
        }
        assertThat(offsets).hasSize(KEYS);
        assertThat(offsets)
                .allSatisfy((key, ofKey) -> assertThat(ofKey).isSorted().hasSize(RECORDS / KEYS));
    }
}
