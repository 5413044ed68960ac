package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.local.Await;
import dev.gleaner.local.OutcomeCounts;
import dev.gleaner.local.Outcomes;
import dev.gleaner.spec.Delivery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is guaranteed, while processes are killed under the job: task managers three times, the job
 * manager and the broker once each. Each blow falls while a part of the records has come out and
 * the rest is under way.
 */
@RequiresCompose
@Timeout(value = 9, unit = TimeUnit.MINUTES)
class ChaosITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int RECORDS = 5_000;

    private final Path folder;

    ChaosITCase(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource
    void processesKilled_recordsComeOutAsTheDeliverySays(Delivery delivery) throws Exception {
        try (ComposeProject compose = new ComposeProject("gleaner-chaos-it", folder)) {
            compose.set("SIMULATOR_LATENCY", "uniform:100ms:300ms");
            if (delivery == Delivery.AT_LEAST_ONCE) {
                compose.editSpec("delivery: exactly-once", "delivery: at-least-once");
            }
            // Slow enough for every blow to find records under way.
            compose.editSpec("\nprompt:", "\nlimits:\n  requestsPerMinute: 9000\n\nprompt:");
            compose.run("up", "-d", "job");
            List<Blow> blows =
                    List.of(
                            () -> compose.killAndStart("taskmanager-1"),
                            () -> compose.killAndStart("taskmanager-2"),
                            () -> compose.killAndStart("jobmanager"),
                            () -> compose.killAndStart("kafka"),
                            () -> compose.killAndStart("taskmanager-1"));
            try (Outcomes outcomes = BankMessages.outcomes(compose.bootstrapServers())) {
                int part = RECORDS / blows.size();
                int sent = 0;
                for (Blow blow : blows) {
                    BankMessages.send(compose.bootstrapServers(), part);
                    await(outcomes, sent + 1);
                    assertThat(outcomes.counts().distinctOffsets()).isLessThan(sent + part);
                    blow.fall();
                    sent += part;
                    await(outcomes, sent);
                }
                outcomes.pollToEnd();
                OutcomeCounts counts = outcomes.counts();
                assertThat(counts.distinctOffsets()).as("%s", counts).isEqualTo(RECORDS);
                if (delivery == Delivery.EXACTLY_ONCE) {
                    assertThat(counts.repeatedOffsets()).as("%s", counts).isZero();
                }
                assertThat(compose.run(ComposeCommand.LOGS)).contains("the cluster has forgotten");
            }
        }
    }

    private static void await(Outcomes outcomes, int records) throws Exception {
        Await.until(
                records + " records came out",
                PATIENCE,
                () -> {
                    outcomes.poll(Duration.ofMillis(100));
                    return outcomes.counts().distinctOffsets() >= records;
                });
    }

    /** Something that happens to a process. */
    private interface Blow {
        void fall() throws IOException;
    }
}
