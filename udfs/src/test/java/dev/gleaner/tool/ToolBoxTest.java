package dev.gleaner.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.gleaner.testing.ManualScheduler;
import dev.gleaner.tool.ToolResult.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolBoxTest {
    private final ManualScheduler time = new ManualScheduler();
    private final List<ToolResult> results = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {"a":[1,"ü"]} | {"a":[1,"ü"]}
                    ~~            | {}
                    """)
    void object_isTheResult(String args, String json) {
        try (ToolBox box = box(CompletableFuture::completedFuture)) {
            call(box, args);
        }

        assertThat(only(Outcome.OK)).isEqualTo(json);
    }

    @Test
    void whatIsNoObject_isWrapped() {
        try (ToolBox box = box(args -> completed(args.path("a")))) {
            call(box, "{\"a\":[1]}");
        }

        assertThat(only(Outcome.OK)).isEqualTo("{\"output\":[1]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\":\"#/$defs/a\"}",
                "{\"a\":[{\"b\":{\"$ref\":1}}]}",
                "{\"a\":{\"$ref\":{\"c\":null}},\"d\":2}"
            })
    void resultWithAReference_isGivenAsText(String result) throws JsonProcessingException {
        try (ToolBox box = box(CompletableFuture::completedFuture)) {
            call(box, result);
        }

        JsonNode response = new JsonMapper().readTree(only(Outcome.OK));
        assertThat(response.findValue("$ref")).isNull();
        assertThat(response.path("output").textValue()).isEqualTo(result);
    }

    @Test
    void unknownFunction_isToldWhatThereIs() {
        try (ToolBox box = box(CompletableFuture::completedFuture)) {
            box.call("made_up", bytes("{}"), results::add);
        }

        assertThat(only(Outcome.UNKNOWN))
                .isEqualTo("{\"error\":\"there is no such function; there are: [lookup]\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "{", "{} {}", "nonsense", "  "})
    void argumentsThatAreNoObject_areRefused(String args) {
        try (ToolBox box = box(CompletableFuture::completedFuture)) {
            call(box, args);
        }

        assertThat(only(Outcome.FAILED))
                .isEqualTo("{\"error\":\"the arguments are not a JSON object\"}");
    }

    @ParameterizedTest
    @MethodSource
    void failure_tellsTheModelNothingOfTheMachine(
            Function<JsonNode, CompletionStage<JsonNode>> broken) {
        try (ToolBox box = box(broken)) {
            call(box, "{}");
        }

        assertThat(only(Outcome.FAILED)).isEqualTo("{\"error\":\"the function failed\"}");
    }

    static List<Function<JsonNode, CompletionStage<JsonNode>>>
            failure_tellsTheModelNothingOfTheMachine() {
        RuntimeException secret = new IllegalStateException("jdbc:x?password=secret");
        return List.of(
                args -> {
                    throw secret;
                },
                args -> {
                    throw new NoClassDefFoundError("com/example/Driver");
                },
                args -> {
                    throw new StackOverflowError();
                },
                args -> CompletableFuture.failedFuture(secret),
                args ->
                        CompletableFuture.supplyAsync(() -> 1, Runnable::run)
                                .thenApply(
                                        one -> {
                                            throw secret;
                                        }),
                args -> completed(new POJONode(new Object())),
                args -> null);
    }

    @Test
    void noResult_isAnError() {
        try (ToolBox box = box(args -> completed(MissingNode.getInstance()))) {
            call(box, "{}");
        }

        assertThat(only(Outcome.FAILED)).contains("gave no result");
    }

    @Test
    void toolsOwnTimeout_isATimeout() {
        try (ToolBox box =
                box(
                        args ->
                                CompletableFuture.<JsonNode>failedFuture(new TimeoutException("db"))
                                        .thenApply(json -> json))) {
            call(box, "{}");
        }

        assertThat(only(Outcome.TIMEOUT)).isEqualTo("{\"error\":\"no answer in time\"}");
    }

    @Test
    void silentFunction_endsAfterTheTimeoutAndOnce() {
        CompletableFuture<JsonNode> late = new CompletableFuture<>();
        try (ToolBox box = box(args -> late)) {
            call(box, "{}");
            time.advance(Duration.ofMillis(1_999));
            assertThat(results).isEmpty();

            time.advance(Duration.ofMillis(1));
            late.complete(JsonNodeFactory.instance.objectNode());
        }

        assertThat(only(Outcome.TIMEOUT)).isEqualTo("{\"error\":\"no answer in time\"}");
        assertThat(results.get(0).latency()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void answer_hasItsLatencyAndLeavesNoTimer() {
        CompletableFuture<JsonNode> soon = new CompletableFuture<>();
        try (ToolBox box = box(args -> soon)) {
            call(box, "{}");
            time.advance(Duration.ofMillis(300));
            soon.complete(JsonNodeFactory.instance.objectNode());
        }

        only(Outcome.OK);
        assertThat(results.get(0).latency()).isEqualTo(Duration.ofMillis(300));
        assertThat(time.pending()).isZero();
    }

    @Test
    void close_endsWhatIsUnderWayAndTheTools() {
        FakeTool tool = new FakeTool("lookup", args -> new CompletableFuture<>());
        ToolBox box = new ToolBox(Map.of("lookup", tool), Duration.ofSeconds(2), time, List.of());
        call(box, "{}");

        box.close();
        call(box, "{}");

        assertThat(results).hasSize(2).allMatch(result -> result.outcome() == Outcome.FAILED);
        assertThat(tool.closed).isTrue();
    }

    private ToolBox box(Function<JsonNode, CompletionStage<JsonNode>> answer) {
        return new ToolBox(
                Map.of("lookup", new FakeTool("lookup", answer)),
                Duration.ofSeconds(2),
                time,
                List.of());
    }

    private void call(ToolBox box, String args) {
        box.call("lookup", bytes(args), results::add);
    }

    private String only(Outcome outcome) {
        assertThat(results).hasSize(1);
        assertThat(results.get(0).outcome()).isEqualTo(outcome);
        return new String(results.get(0).json(), StandardCharsets.UTF_8);
    }

    private static CompletionStage<JsonNode> completed(JsonNode json) {
        return CompletableFuture.completedFuture(json);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
