package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gleaner.gemini.CacheClient;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.limit.BudgetAction;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.testing.ScriptedClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that fails again and again, without a checkpoint, behind calls that cost money. */
class BudgetOverRestartsITCase {
    private static final int PARALLELISM = 2;
    private static final int RESTARTS = 15;
    private static final int RESULTS_PER_ATTEMPT = 4;

    /** The number of answers that the endpoint has given, and bills. */
    private static final AtomicLong ANSWERS = new AtomicLong();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(PARALLELISM)
                            .build());

    @Test
    void crashLoop_spendsTheBudgetOnce_andAtMostOneCallASubtaskMore(@TempDir Path directory)
            throws Exception {
        long costOfOne = 4 * 1_000 + 3 * 10_000;
        long budget = 20 * costOfOne;
        Path key = Files.writeString(directory.resolve("key"), "k");
        EnrichmentSettings settings =
                new UsualSettings()
                        .apiKey("file:" + key)
                        .budget(new BudgetSettings(0, 0, budget, BudgetAction.DEAD_LETTER))
                        .get();
        ANSWERS.set(0);
        assertThatExceptionOfType(Exception.class).isThrownBy(() -> run(settings));
        long spent = ANSWERS.get() * costOfOne;
        assertThat(spent).isPositive().isLessThanOrEqualTo(budget + PARALLELISM * costOfOne);
    }

    private static void run(EnrichmentSettings settings) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(PARALLELISM);
        List<SourceRecord> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] value = "{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
            records.add(new SourceRecord("t", 0, i, -1, null, value, List.of()));
        }
        DataStream<SourceRecord> source =
                env.fromData(
                                TypeInformation.of(SourceRecord.class),
                                records.toArray(SourceRecord[]::new))
                        .rebalance();
        AsyncDataStream.unorderedWait(
                        source,
                        new EnrichmentFunction(
                                settings,
                                (endpoint, resolved) -> new Endpoint(),
                                BudgetOverRestartsITCase::noCache),
                        1,
                        TimeUnit.MINUTES,
                        1_000)
                .map(new Crash())
                .sinkTo(new DiscardingSink<>());
        env.execute();
    }

    private static CacheClient noCache(EndpointSettings endpoint, String apiKey) {
        throw new AssertionError("nothing is to be cached");
    }

    /** Answers at once, and counts what it is to be paid for. */
    private static final class Endpoint implements GeminiClient {
        @Override
        public void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone) {
            ANSWERS.incrementAndGet();
            whenDone.accept(ScriptedClient.answer("{\"n\":1}", "STOP"));
        }

        @Override
        public void close() {}
    }

    private static final class Crash extends RichMapFunction<EnrichmentResult, EnrichmentResult> {
        private static final long serialVersionUID = 1L;
        private transient AtomicInteger results;

        @Override
        public void open(OpenContext context) {
            results = new AtomicInteger();
        }

        @Override
        public EnrichmentResult map(EnrichmentResult result) {
            if (results.incrementAndGet() == RESULTS_PER_ATTEMPT) {
                throw new IllegalStateException("the sink fails");
            }
            return result;
        }
    }
}
