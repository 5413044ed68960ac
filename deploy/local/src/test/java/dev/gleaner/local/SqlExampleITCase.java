package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The statements of {@code deploy/examples/sql}, from Kafka to Kafka. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SqlExampleITCase {
    private static final Path FILE = Path.of("../examples/sql/triage.sql");
    private static final int TICKETS = 50;

    @Test
    void triage_answersEveryTicket(@TempDir Path directory) throws Exception {
        try (EndToEnd system = EndToEnd.start(directory, SimulatorSettings.defaults(), "any-key")) {
            Trial trial = system.trial();
            List<Message> tickets = new ArrayList<>();
            for (int i = 0; i < TICKETS; i++) {
                tickets.add(Message.raw("t-" + i, ticket(i)));
            }
            trial.load(tickets);

            TableEnvironment sql =
                    StreamTableEnvironment.create(
                            system.cluster().environment(),
                            EnvironmentSettings.newInstance().inStreamingMode().build());
            for (String statement : SqlScript.read(FILE)) {
                String here =
                        statement
                                .replace("kafka:9092", system.kafka().bootstrapServers())
                                .replace("'tickets'", "'" + trial.source() + "'")
                                .replace("'triaged'", "'" + trial.enriched() + "'")
                                .replace(
                                        "https://api.cometapi.com",
                                        system.simulator().baseUri().toString())
                                .replace("env:COMETAPI_KEY", "file:" + trial.keyFile());
                if (here.startsWith("SET")) {
                    String[] parts = here.split("'", -1);
                    sql.getConfig().set(parts[1], parts[3]);
                } else {
                    var result = sql.executeSql(here);
                    if (here.startsWith("INSERT")) {
                        result.await();
                    }
                }
            }

            List<JsonNode> triaged = new ArrayList<>();
            for (var record : trial.results().enriched()) {
                triaged.add(new JsonMapper().readTree(record.value()));
            }
            assertThat(triaged).hasSize(TICKETS);
            assertThat(triaged)
                    .filteredOn(row -> row.path("status").asText().equals("OK"))
                    .hasSize(TICKETS - 5)
                    .allSatisfy(
                            row ->
                                    assertThat(row.path("category").asText())
                                            .isIn("billing", "shipping", "other"));
        }
    }

    private static String ticket(int i) {
        String body = i % 10 == 0 ? Fault.PROMPT_BLOCKED.marker() : "The parcel is late.";
        return "{\"id\": %d, \"subject\": \"Parcel %d\", \"body\": \"%s\"}".formatted(i, i, body);
    }
}
