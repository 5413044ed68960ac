package dev.gleaner.enrich;

import static dev.gleaner.testing.ScriptedClient.answer;
import static dev.gleaner.testing.ScriptedClient.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gleaner.enrich.EnrichmentSettings.Tombstones;
import dev.gleaner.gemini.CacheClient;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.retry.RetrySettings;
import dev.gleaner.testing.ScriptedClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Flink's harness says that close() can be interrupted
class EnrichmentFunctionTest {
    private static final long FLINK_TIMEOUT_MILLIS = 60_000;

    private final Path directory;
    private final ScriptedClient endpoint = new ScriptedClient();

    EnrichmentFunctionTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void record_becomesOneResult() throws Exception {
        try (var operator = operator(Tombstones.PASS)) {
            operator.open();
            process(operator, "{\"text\":\"hello\"}");
            endpoint.reply(answer("{\"n\":1}", "STOP"));
            operator.endInput();
            assertThat(results(operator)).singleElement().hasToString("t-0@1 enriched");
        }
    }

    @Test
    void tombstone_passesWithoutACall() throws Exception {
        try (var operator = operator(Tombstones.PASS)) {
            operator.open();
            process(operator, null);
            operator.endInput();
            assertThat(results(operator)).singleElement().hasToString("t-0@1 enriched");
            assertThat(endpoint.bodies()).isEmpty();
        }
    }

    @Test
    void tombstone_isDropped_ifAskedFor() throws Exception {
        try (var operator = operator(Tombstones.DROP)) {
            operator.open();
            process(operator, null);
            operator.endInput();
            assertThat(results(operator)).isEmpty();
        }
    }

    @Test
    void callUnderWay_isMadeAgain_afterARestore() throws Exception {
        OperatorSubtaskState state;
        try (var operator = operator(Tombstones.PASS)) {
            operator.open();
            process(operator, "{\"text\":\"hello\"}");
            state = operator.snapshot(1, 1);
            endpoint.reply(answer("{\"n\":1}", "STOP"));
        }
        try (var operator = operator(Tombstones.PASS)) {
            operator.initializeState(state);
            operator.open();
            assertThat(endpoint.open()).isEqualTo(1);
            endpoint.reply(answer("{\"n\":2}", "STOP"));
            operator.endInput();
            assertThat(results(operator)).singleElement().hasToString("t-0@1 enriched");
        }
    }

    @Test
    void address_isNotTakenForWrong_afterARestore() throws Exception {
        OperatorSubtaskState state;
        try (var operator = operator(Tombstones.PASS)) {
            operator.open();
            process(operator, "{\"text\":\"hello\"}");
            state = operator.snapshot(1, 1);
            endpoint.reply(answer("{\"n\":1}", "STOP"));
        }
        try (var operator = operator(withShortPauses())) {
            operator.initializeState(state);
            operator.open();
            for (int i = 0; i < 4; i++) {
                endpoint.awaitAndReply(failed(FailureKind.NOT_GEMINI, null));
            }
            endpoint.awaitAndReply(answer("{\"n\":2}", "STOP"));
            operator.endInput();
            assertThat(results(operator)).singleElement().hasToString("t-0@1 enriched");
        }
    }

    @Test
    void whatIsSpent_isNotForgottenOverARestore() throws Exception {
        OperatorSubtaskState state;
        try (var operator = operator(oneCallsWorth())) {
            operator.open();
            process(operator, "{\"text\":\"hello\"}");
            endpoint.awaitAndReply(answer("{\"n\":1}", "STOP"));
            operator.endInput();
            state = operator.snapshot(1, 1);
        }
        try (var operator = operator(oneCallsWorth())) {
            operator.initializeState(state);
            operator.open();
            process(operator, "{\"text\":\"hello\"}");
            operator.endInput();
            assertThat(results(operator)).singleElement().hasToString("t-0@1 BUDGET_SPENT");
        }
    }

    /**
     * Flink takes no checkpoint of a job with union or broadcast state once a subtask has ended.
     */
    @Test
    void state_isDealtOut_soThatCheckpointsGoOnWhenOneSubtaskHasEnded() throws Exception {
        try (var operator = operator(oneCallsWorth())) {
            operator.open();
            assertThat(operator.snapshot(1, 1).getManagedOperatorState())
                    .flatExtracting(handle -> handle.getStateNameToPartitionOffsets().values())
                    .extracting(OperatorStateHandle.StateMetaInfo::getDistributionMode)
                    .containsOnly(OperatorStateHandle.Mode.SPLIT_DISTRIBUTE);
        }
    }

    private EnrichmentSettings oneCallsWorth() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "k");
        return new UsualSettings()
                .apiKey("file:" + key)
                .budget(new BudgetSettings(0, 0, 1, BudgetAction.DEAD_LETTER))
                .get();
    }

    /** The usual settings, but for milliseconds where they wait for seconds. */
    private EnrichmentSettings withShortPauses() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "k");
        EnrichmentSettings usual = settings("file:" + key, Tombstones.PASS);
        return new EnrichmentSettings(
                usual.routes(),
                usual.prompt(),
                usual.output(),
                new RetrySettings(4, Duration.ofMillis(10), Duration.ofMillis(80), 2, 0.5),
                usual.deadline(),
                usual.limits(),
                usual.outage(),
                usual.stops(),
                usual.repair(),
                usual.tools(),
                usual.cacheTtl(),
                usual.attachments(),
                usual.tombstones(),
                usual.orderedByKey());
    }

    private OneInputStreamOperatorTestHarness<SourceRecord, EnrichmentResult> operator(
            EnrichmentSettings settings) throws Exception {
        return harness(
                new EnrichmentFunction(
                        settings, (unused, resolved) -> endpoint, EnrichmentFunctionTest::noCache));
    }

    @Test
    void flinksTimeout_isADeadLetter_andNoFailureOfTheJob() throws Exception {
        try (var operator = operator(Tombstones.PASS)) {
            operator.open();
            process(operator, "{\"text\":\"hello\"}");
            operator.setProcessingTime(FLINK_TIMEOUT_MILLIS + 1);
            operator.endInput();
            assertThat(results(operator)).singleElement().hasToString("t-0@1 INTERNAL");
        }
    }

    @Test
    void fatalFault_failsTheJob_andIsNotWorthARestart() throws Exception {
        try (var operator = operator(Tombstones.PASS)) {
            operator.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
            operator.open();
            process(operator, "{\"text\":\"secret text\"}");
            endpoint.reply(failed(FailureKind.MODEL_NOT_FOUND, null));
            Throwable cause =
                    Objects.requireNonNull(
                            operator.getEnvironment().getActualExternalFailureCause().orElse(null));
            assertThat(
                            ThrowableClassifier.findThrowableOfThrowableType(
                                    cause, ThrowableType.NonRecoverableError))
                    .isPresent();
            assertThat(cause).rootCause().hasMessageContaining("model.name");
            assertThat(cause).hasMessageNotContaining("secret text");
            assertThat(results(operator)).isEmpty();
        }
    }

    @Test
    void missingKey_failsAtOpen_andNamesTheReference() throws Exception {
        EnrichmentFunction function =
                new EnrichmentFunction(
                        settings("file:" + directory.resolve("absent"), Tombstones.PASS),
                        (settings, key) -> endpoint,
                        EnrichmentFunctionTest::noCache);
        try (var operator = harness(function)) {
            assertThatExceptionOfType(EnrichmentAbortedException.class)
                    .isThrownBy(operator::open)
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.API_KEY_MISSING))
                    .withMessageContaining("absent");
        }
    }

    @Test
    void close_silencesCallsUnderWay_whichFlinkWillGiveAgain() throws Exception {
        try (var operator = operator(Tombstones.PASS)) {
            operator.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
            operator.open();
            process(operator, "{\"text\":\"one\"}");
            process(operator, "{\"text\":\"two\"}");
            operator.close();
            endpoint.reply(failed(FailureKind.PROMPT_BLOCKED, null));
            endpoint.reply(failed(FailureKind.MODEL_NOT_FOUND, null));
            assertThat(operator.getEnvironment().getActualExternalFailureCause()).isEmpty();
            assertThat(results(operator)).isEmpty();
        }
    }

    @Test
    void close_endsItsThreads() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (var operator = operator(Tombstones.PASS)) {
                operator.open();
                process(operator, "{\"text\":\"hello\"}");
                endpoint.reply(failed(FailureKind.RATE_LIMITED, Duration.ofMinutes(1)));
            }
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("gleaner-retry")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    private OneInputStreamOperatorTestHarness<SourceRecord, EnrichmentResult> operator(
            Tombstones tombstones) throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "k");
        return harness(
                new EnrichmentFunction(
                        settings("file:" + key, tombstones),
                        (settings, resolved) -> endpoint,
                        EnrichmentFunctionTest::noCache));
    }

    private static OneInputStreamOperatorTestHarness<SourceRecord, EnrichmentResult> harness(
            EnrichmentFunction function) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new AsyncWaitOperatorFactory<>(
                        function, FLINK_TIMEOUT_MILLIS, 10, OutputMode.UNORDERED),
                TypeInformation.of(SourceRecord.class)
                        .createSerializer(new SerializerConfigImpl()));
    }

    private static EnrichmentSettings settings(String apiKey, Tombstones tombstones) {
        return new UsualSettings().apiKey(apiKey).tombstones(tombstones).get();
    }

    private static void process(
            OneInputStreamOperatorTestHarness<SourceRecord, EnrichmentResult> operator,
            @Nullable String value)
            throws Exception {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        operator.processElement(
                new StreamRecord<>(new SourceRecord("t", 0, 1, -1, null, bytes, List.of())));
    }

    private static List<EnrichmentResult> results(
            OneInputStreamOperatorTestHarness<SourceRecord, EnrichmentResult> operator)
            throws IOException {
        return operator.extractOutputValues();
    }

    private static CacheClient noCache(EndpointSettings endpoint, String apiKey) {
        throw new AssertionError("nothing is to be cached");
    }
}
