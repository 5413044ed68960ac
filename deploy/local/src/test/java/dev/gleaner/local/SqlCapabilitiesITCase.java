package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.gleaner.simulator.Control;
import dev.gleaner.simulator.Fault;
import dev.gleaner.simulator.Latency;
import dev.gleaner.simulator.SimulatorServer;
import dev.gleaner.simulator.SimulatorSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a model can be asked for, from SQL. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SqlCapabilitiesITCase {
    private static final String QUERY =
            "SELECT answer, m, status FROM ML_PREDICT(TABLE tickets, MODEL m,"
                    + " DESCRIPTOR(subject, body))";

    private static final Pattern PROMPT_TOKENS = Pattern.compile("\"promptTokenCount\": ?(\\d+)");

    private static SqlSystem system;
    private static SimulatorServer simulator;

    private SqlSession session;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        system = SqlSystem.start(directory, 2, new Configuration());
        simulator = system.simulator();
    }

    @AfterAll
    static void stop() throws Exception {
        system.stop();
    }

    @BeforeEach
    void session() {
        session = system.session();
        session.tickets(List.of("(1, 'drill', 'do you have one')", "(2, 'saw', 'and this')"));
    }

    /** Asks about both tickets, with a column for some metadata. */
    private List<Row> ask(String metadata, String... options) {
        return askFor("answer STRING, m STRING, status STRING", metadata, options);
    }

    private List<Row> askFor(String output, String metadata, String... options) {
        Map<String, String> all =
                new TreeMap<>(
                        Map.of(
                                "prompt", "Answer: {{subject}} {{body}}",
                                "output.m.metadata", metadata,
                                "output.status.metadata", "status"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        session.model("subject STRING, body STRING", output, all);
        return session.rows(QUERY);
    }

    private static void assertOk(List<Row> rows) {
        assertThat(rows)
                .hasSize(2)
                .allSatisfy(
                        row -> {
                            assertThat(row.getField("status")).as("%s", row).isEqualTo("OK");
                            assertThat((String) row.getField("answer")).isNotBlank();
                        });
    }

    @Test
    void search_isGrounded_thenAnswered() {
        List<Row> rows =
                ask(
                        "groundingMetadata",
                        "grounding.tool",
                        "google-search",
                        "grounding.required",
                        "true");
        assertOk(rows);
        assertThat(rows)
                .allSatisfy(
                        row -> assertThat((String) row.getField("m")).contains("groundingChunks"));
        assertThat(simulator.stats().accepted()).isEqualTo(4);
    }

    @Test
    void answerWithoutSources_isARowOfThatStatus_whereTheyAreRequired() {
        session.tickets(List.of("(1, 'drill', '[[simulate:ungrounded]]')"));
        assertThat(
                        ask(
                                "groundingMetadata",
                                "grounding.tool",
                                "google-search",
                                "grounding.required",
                                "true"))
                .singleElement()
                .satisfies(row -> assertThat(row.getField("status")).isEqualTo("NOT_GROUNDED"));
    }

    @Test
    void promptCache_isMadeOnceForAProcess_andUsed() throws Exception {
        simulator.control(Control.none().withLatency(Latency.parse("fixed:50ms")));
        session.tickets(
                IntStream.range(0, 40).mapToObj("(%d, 'drill', 'is it new')"::formatted).toList());
        List<Row> rows =
                ask(
                        "usageMetadata",
                        "prompt.system",
                        "You know all articles of a shop. ".repeat(400),
                        "prompt.cache.ttl",
                        "10 min",
                        "async.limit",
                        "2");
        assertThat(rows).hasSize(40).allMatch(row -> "OK".equals(row.getField("status")));
        assertThat(simulator.stats().caches().created()).isEqualTo(1);
        assertThat(simulator.stats().caches().used()).isGreaterThan(20);
        assertThat(simulator.stats().caches().live()).isZero();
    }

    @Test
    void outageOfTheFirstModel_isBridgedByTheOther() throws Exception {
        simulator.control(Control.none().withFault(Fault.UNAVAILABLE, 1));
        try (SimulatorServer other = SimulatorServer.start(SimulatorSettings.defaults())) {
            List<Row> rows =
                    ask(
                            "model",
                            "fallbacks",
                            "[{\"name\": \"gemini-3.1-flash-lite\", \"endpoint\": \"%s\"}]"
                                    .formatted(other.baseUri()));
            assertOk(rows);
            assertThat(rows)
                    .allSatisfy(
                            row ->
                                    assertThat(row.getField("m"))
                                            .isEqualTo("gemini-3.1-flash-lite"));
        }
    }

    /** One call is always made, since nobody knows what it will cost. */
    @Test
    void spentBudget_givesNull_andCallsNobodyElse() throws Exception {
        assertThat(ask("error", "budget.usd-per-day", "0.000000001", "budget.action", "null"))
                .extracting(row -> row.getField("status"))
                .containsExactlyInAnyOrder("OK", "BUDGET_SPENT");
        assertThat(simulator.stats().accepted()).isEqualTo(1);
    }

    @Test
    void functionsOfTheWeb_areCalledForTheModel() throws Exception {
        HttpServer shop =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext(
                "/",
                exchange -> {
                    byte[] stock = "{\"pieces\": 17}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, stock.length);
                    exchange.getResponseBody().write(stock);
                    exchange.close();
                });
        shop.start();
        try {
            String host = "127.0.0.1:" + shop.getAddress().getPort();
            List<Row> rows =
                    ask(
                            "toolCalls",
                            "tools.functions.http",
                            ("[{\"name\": \"get_stock\", \"description\": \"How many there are.\","
                                            + " \"url\": \"http://%s/{article}\", \"allowedHosts\":"
                                            + " [\"%s\"], \"parameters\": {\"type\": \"object\","
                                            + " \"properties\": {\"article\": {\"type\":"
                                            + " \"string\"}}, \"required\": [\"article\"]}}]")
                                    .formatted(host, host));
            assertOk(rows);
            assertThat(rows)
                    .allSatisfy(
                            row ->
                                    assertThat((String) row.getField("m"))
                                            .contains("get_stock", "\"OK\""));
        } finally {
            shop.stop(0);
        }
    }

    @Test
    void functionOfTheAnswer_hasTheColumnsAsItsArguments() {
        assertOk(ask("model", "answer.mode", "function"));
    }

    @Test
    void text_isOneColumn() {
        assertThat(answers("answer.mode", "text")).noneMatch(answer -> answer.startsWith("\""));
    }

    @Test
    void json_isOneColumn_asItIs() {
        assertThat(answers("answer.mode", "json")).allMatch(answer -> answer.startsWith("{"));
    }

    @Test
    void words_areOneColumn() {
        assertThat(answers("answer.mode", "enum", "output.answer.enum", "tool;food"))
                .allMatch(List.of("tool", "food")::contains);
    }

    private List<String> answers(String... options) {
        List<Row> rows = ask("model", options);
        assertOk(rows);
        return rows.stream().map(row -> (String) row.getField("answer")).toList();
    }

    @Test
    void images_areFiles_whichNoOtherQueryWritesOver(@TempDir Path folder) {
        List<Row> rows =
                new ArrayList<>(
                        askFor(
                                "answer STRING, m ARRAY<ROW<uri STRING, mimeType STRING>>,"
                                        + " status STRING",
                                "attachments",
                                "model",
                                "gemini-3.1-flash-image-preview",
                                "answer.mode",
                                "image",
                                "attachments.path",
                                folder.toUri().toString()));
        rows.addAll(session.rows(QUERY));
        assertOk(rows.subList(0, 2));
        assertThat(rows)
                .extracting(row -> ((Row[]) row.getField("m"))[0].getField("uri"))
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allSatisfy(uri -> assertThat(Path.of(URI.create((String) uri))).isNotEmptyFile());
    }

    /** Whichever opens first, since they share what calls the endpoint. */
    @Test
    void modelsOfOneQuery_haveEachTheirOwnFilesAndFunctions(
            @TempDir Path one, @TempDir Path other) {
        for (Path folder : List.of(one, other)) {
            String model = folder.equals(one) ? "drawn" : "painted";
            session.model(
                    model,
                    "subject STRING, body STRING",
                    // Of equal types, Flink would take them for one.
                    model + " ARRAY<ROW<uri STRING>>, status STRING",
                    Map.of(
                            "model",
                            "gemini-3.1-flash-image-preview",
                            "prompt",
                            "Draw {{subject}}",
                            "answer.mode",
                            "image",
                            "attachments.path",
                            folder.toUri().toString(),
                            "output." + model + ".metadata",
                            "attachments",
                            "output.status.metadata",
                            "status"));
        }
        session.model(
                "stock",
                "subject STRING, body STRING",
                "answer STRING, calls STRING, status STRING",
                Map.of(
                        "model", "gemini-3.1-flash-image-preview",
                        "prompt", "Are there {{subject}}s?",
                        "answer.mode", "text",
                        "tools.functions.services", "get_stock",
                        "output.calls.metadata", "toolCalls",
                        "output.status.metadata", "status"));
        String predict = "ML_PREDICT(TABLE tickets, MODEL %s, DESCRIPTOR(subject, body))";
        List<Row> rows =
                session.rows(
                        ("SELECT 'drawn', drawn[1].uri, status FROM "
                                        + predict
                                        + " UNION ALL SELECT 'painted', painted[1].uri, status FROM"
                                        + " "
                                        + predict
                                        + " UNION ALL SELECT 'stock', calls, status FROM "
                                        + predict)
                                .formatted("drawn", "painted", "stock"));
        assertThat(rows)
                .hasSize(6)
                .allSatisfy(
                        row -> {
                            assertThat(row.getField(2)).as("%s", row).isEqualTo("OK");
                            assertThat((String) row.getField(1))
                                    .contains(
                                            switch ((String) row.getField(0)) {
                                                case "drawn" -> one.toString();
                                                case "painted" -> other.toString();
                                                default -> "get_stock";
                                            });
                        });
    }

    @Test
    void examples_areShownToTheModel() {
        long without = promptTokens(ask("usageMetadata"));
        session.sql().executeSql("DROP MODEL m");
        long with =
                promptTokens(
                        ask(
                                "usageMetadata",
                                "prompt.turns",
                                "[{\"user\": \"hammer\", \"model\": \"{\\\"answer\\\":"
                                        + " \\\"yes\\\"}\"}]"));
        assertThat(with).isGreaterThan(without);
    }

    private static long promptTokens(List<Row> rows) {
        assertOk(rows);
        return rows.stream()
                .map(row -> PROMPT_TOKENS.matcher((String) row.getField("m")))
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    @Test
    void thinkingThatTheModelDoesNotHave_isRefusedBeforeTheQueryRuns() {
        assertThatThrownBy(() -> ask("model", "thinking.budget", "100"))
                .hasStackTraceContaining(
                        "thinking.budget: gemini-3.5-flash takes no thinkingBudget; give level:");
        assertThat(simulator.stats().accepted()).isZero();
    }
}
