package dev.gleaner.enrich;

import static dev.gleaner.testing.ScriptedClient.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves Flink's own unordered operator when the function keeps the order of keys. */
@SuppressWarnings("try") // Flink's harness says that close() can be interrupted
class FunctionOrderTest {
    private static final int CAPACITY = 20;
    private static final long TIMEOUT_MILLIS = 60_000;

    private final Path key;
    private final Endpoint endpoint = new Endpoint();

    FunctionOrderTest(@TempDir Path directory) throws Exception {
        key = Files.writeString(directory.resolve("key"), "k");
    }

    @Test
    void keysOvertakeEachOther_butNotThemselves() throws Exception {
        try (var operator = operator()) {
            operator.open();
            process(operator, "a", 1, "{\"text\":\"1\"}");
            process(operator, "b", 2, "{\"text\":\"2\"}");
            process(operator, "a", 3, "{\"text\":\"3\"}");
            process(operator, "a", 4, null);
            process(operator, "a", 5, "no JSON");
            endpoint.reply("3", "2");
            assertThat(emitted(operator)).containsExactly("t-0@2 enriched");
            endpoint.reply("1");
            assertThat(emitted(operator))
                    .containsExactly(
                            "t-0@2 enriched",
                            "t-0@1 enriched",
                            "t-0@3 enriched",
                            "t-0@4 enriched",
                            "t-0@5 INVALID_JSON");
        }
    }

    @Test
    void flinksTimeout_keepsItsPlace() throws Exception {
        try (var operator = operator()) {
            operator.open();
            process(operator, "a", 1, "{\"text\":\"1\"}");
            operator.setProcessingTime(TIMEOUT_MILLIS - 1);
            process(operator, "a", 2, "{\"text\":\"2\"}");
            endpoint.reply("2");
            assertThat(emitted(operator)).isEmpty();
            operator.setProcessingTime(TIMEOUT_MILLIS);
            assertThat(emitted(operator)).containsExactly("t-0@1 INTERNAL", "t-0@2 enriched");
        }
    }

    /** Flink restores what was under way in the order of a hash set. */
    @Test
    void whatIsRestored_leavesInOrder_alsoIfTheLastIsAnsweredFirst() throws Exception {
        OperatorSubtaskState state;
        try (var operator = operator()) {
            operator.open();
            for (int offset = 1; offset <= 8; offset++) {
                process(operator, "a", offset, "{\"text\":\"" + offset + "\"}");
            }
            state = operator.snapshot(1, 1);
        }
        endpoint.forget();
        try (var operator = operator()) {
            operator.initializeState(state);
            operator.open();
            operator.snapshot(2, 2);
            endpoint.reply("8", "7", "6", "5", "4", "3", "2");
            assertThat(emitted(operator)).isEmpty();
            endpoint.reply("1");
            process(operator, "a", 9, null);
            assertThat(emitted(operator))
                    .containsExactly(
                            "t-0@1 enriched",
                            "t-0@2 enriched",
                            "t-0@3 enriched",
                            "t-0@4 enriched",
                            "t-0@5 enriched",
                            "t-0@6 enriched",
                            "t-0@7 enriched",
                            "t-0@8 enriched",
                            "t-0@9 enriched");
        }
    }

    private OneInputStreamOperatorTestHarness<SourceRecord, EnrichmentResult> operator()
            throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new AsyncWaitOperatorFactory<>(
                        new EnrichmentFunction(
                                new UsualSettings().apiKey("file:" + key).orderedByKey().get(),
                                (settings, resolved) -> endpoint,
                                (settings, resolved) -> {
                                    throw new AssertionError("nothing is to be cached");
                                }),
                        TIMEOUT_MILLIS,
                        CAPACITY,
                        OutputMode.UNORDERED),
                TypeInformation.of(SourceRecord.class)
                        .createSerializer(new SerializerConfigImpl()));
    }

    private static void process(
            OneInputStreamOperatorTestHarness<SourceRecord, EnrichmentResult> operator,
            String key,
            long offset,
            @Nullable String value)
            throws Exception {
        operator.processElement(
                new StreamRecord<>(
                        new SourceRecord(
                                "t",
                                0,
                                offset,
                                -1,
                                key.getBytes(StandardCharsets.UTF_8),
                                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                                List.of())));
    }

    private static List<String> emitted(
            OneInputStreamOperatorTestHarness<SourceRecord, EnrichmentResult> operator)
            throws Exception {
        while (operator.getTaskMailbox().hasMail()) {
            operator.getTaskMailbox().take(0).run();
        }
        return operator.extractOutputValues().stream().map(EnrichmentResult::toString).toList();
    }

    /** Answers a record when the test says so, by its text. */
    private static final class Endpoint implements GeminiClient {
        private final Map<String, Consumer<GeminiReply>> open = new ConcurrentHashMap<>();

        @Override
        public void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone) {
            String text =
                    new String(body, StandardCharsets.UTF_8)
                            .replaceAll("(?s).*Count: (\\d+).*", "$1");
            open.put(text, whenDone);
        }

        void reply(String... texts) {
            for (String text : texts) {
                Objects.requireNonNull(open.remove(text), text).accept(answer("{\"n\":1}", "STOP"));
            }
        }

        void forget() {
            open.clear();
        }

        @Override
        public void close() {}
    }
}
