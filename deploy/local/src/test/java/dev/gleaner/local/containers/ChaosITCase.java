package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.local.Await;
import dev.gleaner.local.OutcomeCounts;
import dev.gleaner.local.Outcomes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is guaranteed, while processes are killed under two jobs, one for each delivery: task
 * managers three times, the job manager and the broker once each. Each blow falls while a part of
 * the records has come out of both and the rest is under way.
 */
@RequiresCompose
@Timeout(value = 9, unit = TimeUnit.MINUTES)
class ChaosITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int FEW = 10;
    private static final int MANY = 1_000;
    private static final String TWO_JOBS = "deploy/docker/test/two-jobs.yml";
    private static final String OTHER_ENRICHED = "other-enriched";
    private static final String OTHER_DEAD_LETTERS = "other-dead-letters";

    private final ComposeProject compose;

    ChaosITCase(@TempDir Path folder) throws IOException {
        compose = new ComposeProject("gleaner-chaos-it", folder, TWO_JOBS);
    }

    @Test
    void processesKilled_recordsComeOutAsTheDeliverySays() throws Exception {
        try (compose) {
            String otherJob = start();
            List<Blow> blows =
                    List.of(
                            () -> compose.killAndStart("taskmanager-1"),
                            () -> compose.killAndStart("taskmanager-2"),
                            () -> compose.killAndStart("jobmanager"),
                            () -> compose.killAndStart("kafka"),
                            () -> compose.killAndStart("taskmanager-1"));
            String servers = compose.bootstrapServers();
            try (Outcomes exactlyOnce = BankMessages.outcomes(servers);
                    Outcomes atLeastOnce =
                            new Outcomes(servers, OTHER_ENRICHED, OTHER_DEAD_LETTERS)) {
                List<Outcomes> both = List.of(exactlyOnce, atLeastOnce);
                int sent = 0;
                for (Blow blow : blows) {
                    // Once these have come out, both jobs run, and have as much before them.
                    BankMessages.send(servers, FEW);
                    sent += FEW;
                    await(both, sent);
                    BankMessages.send(servers, MANY);
                    await(both, sent + 1);
                    sent += MANY;
                    for (Outcomes each : both) {
                        assertThat(each.counts().distinctOffsets()).isLessThan(sent);
                    }
                    blow.fall();
                    await(both, sent);
                }
                both.forEach(Outcomes::pollToEnd);
                OutcomeCounts counts = exactlyOnce.counts();
                assertThat(counts.eachOnce(sent)).as("%s of %d", counts, sent).isTrue();
                assertThat(atLeastOnce.counts().distinctOffsets()).isEqualTo(sent);
            }
            assertThat(List.of(compose.run(ComposeCommand.LOGS), compose.log(otherJob)))
                    .allSatisfy(log -> assertThat(log).contains("the cluster has forgotten"));
        }
    }

    /** Starts both jobs and returns the container that watches the other one. */
    private String start() throws Exception {
        compose.set("SIMULATOR_LATENCY", "uniform:100ms:300ms");
        compose.set("CHECKPOINT_INTERVAL", "1s");
        // Slow enough for every blow to find records under way.
        compose.editSpec("\nprompt:", "\nlimits:\n  requestsPerMinute: 9000\n\nprompt:");
        compose.deriveSpec(
                "other.yaml",
                Map.of(
                        "name: bank-messages",
                        "name: other",
                        "delivery: exactly-once",
                        "delivery: at-least-once",
                        BankMessages.ENRICHED,
                        OTHER_ENRICHED,
                        BankMessages.DEAD_LETTERS,
                        OTHER_DEAD_LETTERS));
        compose.run("up", "-d", "job");
        BankMessages.createTopics(compose.bootstrapServers(), OTHER_ENRICHED, OTHER_DEAD_LETTERS);
        return compose.runJob("other.yaml");
    }

    private static void await(List<Outcomes> outcomes, int records) throws Exception {
        Await.until(
                records + " records came out",
                PATIENCE,
                () -> {
                    outcomes.forEach(each -> each.poll(Duration.ofMillis(100)));
                    return outcomes.stream()
                            .allMatch(each -> each.counts().distinctOffsets() >= records);
                });
    }

    /** Something that happens to a process. */
    private interface Blow {
        void fall() throws IOException;
    }
}
