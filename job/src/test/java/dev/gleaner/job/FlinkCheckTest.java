package dev.gleaner.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkCheckTest {
    private static final String SPEC =
            """
            name: tiny
            source: {bootstrapServers: "localhost:9092", topics: [in], stopAt: "2026-01-01T00:00:00Z"}
            model: {endpoint: "http://localhost:1", name: gemini-x, apiKey: "env:KEY"}
            prompt: {user: "{{record}}"}
            output: {responseSchema: {type: STRING}}
            call: {deadline: 10 min}
            sink: {topic: out, delivery: exactly-once}
            deadLetter: {topic: dead}
            """;

    private final Configuration flink = new Configuration();

    @ParameterizedTest
    @CsvSource({"PT1M, 2026-01-01T00:00:00Z", "PT4M59S, 2026-01-01T00:00:01Z"})
    void whatFits_isNoProblem(Duration interval, Instant now) throws SpecException {
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        assertThat(FlinkCheck.problems(env().getCheckpointConfig(), spec(), now)).isEmpty();
    }

    @Test
    void transactionShorterThanACheckpointMayTake_isRefused() throws SpecException {
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(5));
        assertThat(FlinkCheck.problems(env().getCheckpointConfig(), spec(), Instant.MAX))
                .singleElement()
                .asString()
                .contains("call.deadline", "900 s", "transaction.timeout.ms");
    }

    @Test
    void exactlyOnce_withoutCheckpoints_andAStopInTheFuture_areBothNamed() throws SpecException {
        assertThat(FlinkCheck.problems(env().getCheckpointConfig(), spec(), Instant.EPOCH))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("execution.checkpointing.interval"),
                        problem -> assertThat(problem).contains("source.stopAt"));
    }

    @Test
    void lastCheckpoint_isKept_whereThereIsAPlaceForIt() throws SpecException {
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(1));
        flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file:///tmp/checkpoints");
        assertThat(retention()).isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    }

    @Test
    void lastCheckpoint_isTreatedAsTheUserSays() throws SpecException {
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(1));
        flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file:///tmp/checkpoints");
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
        assertThat(retention()).isEqualTo(ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
    }

    private ExternalizedCheckpointRetention retention() throws SpecException {
        StreamExecutionEnvironment env = env();
        FlinkCheck.keepLastCheckpoint(env, spec());
        return env.getCheckpointConfig().getExternalizedCheckpointRetention();
    }

    private StreamExecutionEnvironment env() {
        return StreamExecutionEnvironment.getExecutionEnvironment(flink);
    }

    private static JobSpec spec() throws SpecException {
        return SpecLoader.parse(SPEC, Path.of("."), name -> null);
    }
}
