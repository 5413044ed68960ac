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

/** The shaded jars, submitted by Flink's own clients to a cluster of Flink's own image. */
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
        assertThat(jobs.at("/jobs"))
                .filteredOn(job -> job.path("name").asText().equals("bank-messages"))
                .extracting(job -> job.path("state").asText())
                .containsExactly("FINISHED");
    }

    @Test
    void addedSqlJar_answersThroughViewAndFunction() throws Exception {
        String output =
                session()
                        .sql(
                                """
                                ADD JAR '%s';
                                CREATE VIEW letters AS
                                SELECT * FROM (VALUES ('shipping'), ('billing')) AS letter (body);
                                CREATE MODEL sorter
                                INPUT (body STRING) OUTPUT (category STRING)
                                WITH (
                                  'provider' = 'gemini',
                                  'model' = 'gemini-3.5-flash',
                                  'endpoint' = 'http://simulator:8089',
                                  'api-key' = 'env:COMETAPI_KEY',
                                  'prompt' = '{{body}}',
                                  'output.category.enum' = 'billing;shipping;other',
                                  'output.category.required' = 'true'
                                );
                                SHOW CREATE MODEL sorter;
                                CREATE VIEW sorted AS SELECT body, category
                                FROM ML_PREDICT(TABLE letters, MODEL sorter, DESCRIPTOR(body));
                                EXPLAIN SELECT * FROM sorted;
                                SELECT category, body FROM sorted;
                                LOAD MODULE gemini WITH (
                                  'model' = 'gemini-3.5-flash',
                                  'endpoint' = 'http://simulator:8089',
                                  'api-key' = 'env:COMETAPI_KEY'
                                );
                                SELECT GEMINI_CLASSIFY(body, ARRAY['billing', 'shipping']), 1
                                FROM letters;
                                """
                                        .formatted(session().putJar(FlinkSession.SQL_JAR)));

        assertThat(output)
                .contains("CREATE MODEL `default_catalog`.`default_database`.`sorter`")
                .contains("MLPredictTableFunction(invocation=[ML_PREDICT(")
                .contains("| +I | shipping | shipping |", "| +I | billing | billing |")
                .contains("| +I | shipping | 1 |", "| +I | billing | 1 |");
    }
}
