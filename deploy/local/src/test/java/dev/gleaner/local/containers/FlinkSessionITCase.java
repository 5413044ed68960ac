package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.Container.ExecResult;

/** The shaded jar, submitted by Flink's own client to a cluster of Flink's own image. */
@RequiresDocker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FlinkSessionITCase {
    private @Nullable FlinkSession session;

    @BeforeAll
    void start() throws Exception {
        FlinkSession started = FlinkSession.start(withReferences(BankMessages.boundedSpec()));
        session = started;
        BankMessages.load(started.bootstrapServers());
    }

    /** Kafka has to find the class of ours that resolves them, in each of Flink's processes. */
    private static String withReferences(String spec) {
        String withSource =
                spec.replace(
                        "  stopAt: latest\n",
                        """
                          stopAt: latest
                          properties: {client.rack: "{{env:PATH}}"}
                        """);
        return withSource.replace(
                "  delivery: exactly-once\n",
                """
                  delivery: exactly-once
                  properties: {client.id: "{{file:/etc/hostname}}"}
                """);
    }

    @AfterAll
    void stop() {
        if (session != null) {
            session.close();
        }
    }

    private FlinkSession session() {
        return Objects.requireNonNull(session);
    }

    @Test
    void help_listsTheOptions() throws Exception {
        ExecResult result = session().run("--help");
        assertThat(result.getExitCode()).as("%s", result).isZero();
        assertThat(result.getStdout()).contains("--spec=FILE").contains("--check");
    }

    @Test
    void wrongSpec_isToldWithAllItsProblems() throws Exception {
        session().putFile("/specs/wrong.yaml", "name: wrong\nsorce:\n  topics: [a]\nsink: {}\n");
        ExecResult result = session().run("--spec", "/specs/wrong.yaml");
        assertThat(result.getExitCode()).isNotZero();
        assertThat(result.getStdout() + result.getStderr())
                .contains("/specs/wrong.yaml")
                .contains("sorce")
                .contains("sink.topic");
    }

    @Test
    void check_startsNothing() throws Exception {
        ExecResult result = session().run("--spec", FlinkSession.SPEC, "--check");
        assertThat(result.getExitCode()).as("%s", result).isZero();
        assertThat(result.getStdout()).contains("is valid, and its topics exist");
    }

    @Test
    void bankMessages_eachComeOutOnceAndTheJobFinishes() throws Exception {
        ExecResult result = session().run("--spec", FlinkSession.SPEC);
        assertThat(result.getExitCode()).as("%s%n%s", result, session().taskManagerLog()).isZero();
        BankMessages.assertEachCameOutOnce(session().bootstrapServers());
        JsonNode jobs = JsonMapper.builder().build().readTree(session().rest("/jobs/overview"));
        assertThat(jobs.at("/jobs")).hasSize(1);
        assertThat(jobs.at("/jobs/0/name").textValue()).isEqualTo("bank-messages");
        assertThat(jobs.at("/jobs/0/state").textValue()).isEqualTo("FINISHED");
    }
}
