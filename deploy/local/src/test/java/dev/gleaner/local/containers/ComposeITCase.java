package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.local.Await;
import dev.gleaner.local.OutcomeCounts;
import dev.gleaner.local.Outcomes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's section about docker compose, from the first command to the last, on what a clone
 * starts. Messages keep coming all the time.
 */
@RequiresCompose
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ComposeITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String KEY = "key-of-a-user";
    private static final String RENEWED_KEY = "renewed-key-of-a-user";

    private final ComposeProject compose;

    ComposeITCase(@TempDir Path folder) throws Exception {
        compose = new ComposeProject("gleaner-compose-it", folder);
    }

    @BeforeAll
    void up() throws Exception {
        compose.set("SIMULATOR_LATENCY", "uniform:50ms:150ms");
        compose.set("COMETAPI_KEY", KEY);
        compose.set("GEMINI_ENDPOINT", "http://simulator:8089");
        compose.run(ComposeCommand.UP);
        awaitJobOtherThan("");
    }

    @AfterAll
    void down() throws Exception {
        compose.close();
    }

    @Test
    @Order(1)
    void up_enrichesTheMessagesThatKeepComing() throws Exception {
        List<String> records = compose.run(ComposeCommand.CONSUME).lines().toList();
        assertThat(records).hasSize(3);
        for (String line : records) {
            JsonNode record = JsonMapper.builder().build().readTree(line);
            assertThat(record.at("/enrichment/summary").textValue()).isNotBlank();
            assertThat(record.at("/usageMetadata/totalTokenCount").intValue()).isPositive();
        }
    }

    @Test
    @Order(1)
    void up_isWatchedByPrometheus() throws Exception {
        Await.until(
                "Flink's three processes are scraped",
                PATIENCE,
                () -> {
                    int up = 0;
                    for (JsonNode target :
                            compose.get("PROMETHEUS_PORT", "/api/v1/targets")
                                    .at("/data/activeTargets")) {
                        boolean flink = target.at("/scrapeUrl").textValue().contains(":9249/");
                        up += flink && target.at("/health").textValue().equals("up") ? 1 : 0;
                    }
                    return up == 3;
                });
    }

    @Test
    @Order(1)
    void key_isInNoEnvironmentOfFlinkAndInNoLog() throws Exception {
        for (String service : List.of("jobmanager", "taskmanager-1", "taskmanager-2", "job")) {
            assertThat(compose.inspect(service)).contains("FLINK_PROPERTIES").doesNotContain(KEY);
        }
        assertThat(compose.run("logs")).isNotBlank().doesNotContain(KEY);
    }

    @Test
    @Order(2)
    void restart_goesOnFromTheNewestCheckpoint() throws Exception {
        String before = compose.runningJob().orElseThrow();
        compose.run(ComposeCommand.RESTART);
        awaitJobOtherThan(before);
        assertThat(compose.run(ComposeCommand.LOGS))
                .containsPattern("submits bank-messages from .*/checkpoints/" + before + "/chk-");
        assertNothingCameTwice();
    }

    @Test
    @Order(3)
    void stopAndUp_goesOnFromTheSavepointWithTheNewSpec() throws Exception {
        String before = compose.runningJob().orElseThrow();
        assertThat(compose.run(ComposeCommand.STOP_JOB)).contains("Savepoint completed");
        Await.until("the watcher ends", PATIENCE, () -> compose.exitCode("job").isPresent());
        assertThat(compose.exitCode("job")).contains(0);
        compose.editSpec("gemini-3.5-flash", "gemini-2.5-flash");
        compose.run(ComposeCommand.UP_JOB);
        awaitJobOtherThan(before);
        assertThat(compose.run(ComposeCommand.LOGS))
                .containsPattern("submits bank-messages from .*/savepoints/savepoint-")
                .contains("gemini-2.5-flash at simulator takes the request");
        assertNothingCameTwice();
    }

    @Test
    @Order(4)
    void refusedKey_endsTheWatcherWithTheCauseUntilItIsRenewed() throws Exception {
        compose.control("{\"acceptedKeys\":[\"" + RENEWED_KEY + "\"]}");
        Await.until("the watcher ends", PATIENCE, () -> compose.exitCode("job").isPresent());
        assertThat(compose.exitCode("job")).contains(1);
        assertThat(compose.run(ComposeCommand.LOGS))
                .contains("API_KEY_REJECTED")
                .contains("has failed; the cause is above");
        compose.set("COMETAPI_KEY", RENEWED_KEY);
        compose.run(ComposeCommand.UP_JOB);
        awaitJobOtherThan("");
        compose.run("stop", "messages");
        assertEachCameOutOnce();
    }

    @Test
    @Order(5)
    void down_leavesTheVolumesUnlessTheyAreNamed() throws Exception {
        compose.run(ComposeCommand.DOWN);
        assertThat(compose.volumes()).hasSize(4);
        compose.run(ComposeCommand.DOWN_WITH_VOLUMES);
        assertThat(compose.volumes()).isEmpty();
    }

    private void awaitJobOtherThan(String before) throws Exception {
        Await.until(
                "a job runs",
                PATIENCE,
                () -> {
                    Optional<String> running = compose.runningJob();
                    return running.isPresent() && !running.get().equals(before);
                });
    }

    private void assertNothingCameTwice() {
        try (Outcomes outcomes = BankMessages.outcomes(compose.bootstrapServers())) {
            outcomes.pollToEnd();
            OutcomeCounts counts = outcomes.counts();
            assertThat(counts.distinctOffsets()).as("%s", counts).isPositive();
            assertThat(counts.repeatedOffsets()).as("%s", counts).isZero();
        }
    }

    private void assertEachCameOutOnce() throws Exception {
        long sent = BankMessages.sent(compose.bootstrapServers());
        try (Outcomes outcomes = BankMessages.outcomes(compose.bootstrapServers())) {
            Await.until(
                    "all messages came out",
                    PATIENCE,
                    () -> {
                        outcomes.poll(Duration.ofMillis(100));
                        return outcomes.counts().distinctOffsets() >= sent;
                    });
            outcomes.pollToEnd();
            OutcomeCounts counts = outcomes.counts();
            assertThat(counts.eachOnce(sent)).as("%s of %d", counts, sent).isTrue();
        }
    }
}
