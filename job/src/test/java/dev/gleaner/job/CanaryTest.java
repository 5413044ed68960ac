package dev.gleaner.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.gemini.AnswerContent;
import dev.gleaner.gemini.AnswerMetadata;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.GeminiReply;
import dev.gleaner.model.FailureKind;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryTest {
    private static final String SPEC =
            """
            name: tiny
            source: {bootstrapServers: "localhost:9092", topics: [in]}
            model: {endpoint: "http://localhost:1", name: gemini-3.5-flash, apiKey: "env:KEY"}
            prompt: {user: "Classify {{a.b}}"}
            output: {responseSchema: {type: STRING}}
            sink: {topic: out}
            deadLetter: {topic: dead}
            """;
    private static final GeminiReply ANSWER =
            new GeminiReply.Answer("\"x\"", AnswerContent.NONE, AnswerMetadata.NONE);
    private static final String FALLBACK =
            "\"env:KEY\", fallbacks: [{name: gemini-3.6-flash, reasons: [REASON]}]}";

    private final Map<String, GeminiReply> replies = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void modelThatTakesTheRequest_isAskedOnceAboutATinyRecord() throws Exception {
        run(SPEC, "secret");

        assertThat(requests)
                .singleElement()
                .asString()
                .contains("\"text\":\"Classify test\"")
                .contains("\"responseSchema\":{\"type\":\"STRING\"}");
        assertThat(printed()).contains("gemini-3.5-flash at localhost takes the request");
        assertThat(closed).containsExactly("gemini-3.5-flash");
    }

    @ParameterizedTest
    @CsvSource({
        "SCHEMA_REJECTED, 400",
        "CONFIGURATION_REJECTED, 400",
        "REQUEST_REJECTED, 400",
        "API_KEY_REJECTED, 403",
        "MODEL_NOT_FOUND, 404",
        "NOT_GEMINI, 404",
        "NO_QUOTA, 429",
    })
    void refusal_failsWithTheEndpointsReason(FailureKind kind, int status) {
        replies.put("gemini-3.5-flash", failed(kind, status));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(SPEC, "secret"))
                .withMessageContaining("gemini-3.5-flash at localhost: " + kind + ": its reason")
                .withMessageContaining(kind.fix())
                .withMessageContaining("--no-canary");
        assertThat(closed).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, 429",
        "OVERLOADED, 503",
        "SERVER_ERROR, 500",
        "NOT_GEMINI, 502",
        "ATTEMPT_TIMEOUT,",
        "CONNECTION_FAILED,",
        "MODEL_UNAVAILABLE, 503",
        "DAILY_QUOTA_EXHAUSTED, 429",
        "TRUNCATED, 200",
        "PROMPT_BLOCKED, 200",
    })
    void whatMayPass_isOnlySaid(FailureKind kind, @Nullable Integer status) throws Exception {
        replies.put("gemini-3.5-flash", failed(kind, status));

        run(SPEC, "secret");

        assertThat(printed()).contains(kind + ": its reason; the job starts nevertheless");
    }

    @Test
    void keyThatIsOnlyWhereTheCallsAreMade_isOnlySaid() throws Exception {
        run(SPEC, null);

        assertThat(requests).isEmpty();
        assertThat(printed())
                .contains("gemini-3.5-flash at localhost is not asked: model.apiKey: env:KEY");
    }

    @Test
    void everyRequestOfTheSpec_isTried() throws Exception {
        run(
                SPEC.replace("\"env:KEY\"}", FALLBACK.replace("REASON", "outage"))
                        + "grounding: {tool: google-search}\n",
                "secret");

        assertThat(requests).hasSize(4);
        assertThat(requests.get(0)).contains("googleSearch").doesNotContain("responseSchema");
        assertThat(requests.get(1)).contains("responseSchema").doesNotContain("googleSearch");
    }

    @Test
    void modelThatIsGone_isOnlySaid_ifAFallbackTakesOver() throws Exception {
        replies.put("gemini-3.5-flash", failed(FailureKind.MODEL_NOT_FOUND, 404));

        run(SPEC.replace("\"env:KEY\"}", FALLBACK.replace("REASON", "retirement")), "secret");

        assertThat(printed()).contains("the job starts nevertheless, with a fallback");
    }

    @Test
    void modelThatIsGone_isARefusal_ifTheFallbackIsForOutagesOnly() {
        replies.put("gemini-3.5-flash", failed(FailureKind.MODEL_NOT_FOUND, 404));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                run(
                                        SPEC.replace(
                                                "\"env:KEY\"}",
                                                FALLBACK.replace("REASON", "outage")),
                                        "secret"))
                .withMessageContaining("MODEL_NOT_FOUND");
    }

    @Test
    void fallbackThatIsRefused_isARefusalToo() {
        replies.put("gemini-3.6-flash", failed(FailureKind.MODEL_NOT_FOUND, 404));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                run(
                                        SPEC.replace(
                                                "\"env:KEY\"}",
                                                FALLBACK.replace("REASON", "retirement")),
                                        "secret"))
                .withMessageContaining("gemini-3.6-flash at localhost: MODEL_NOT_FOUND");
    }

    @Test
    void key_isNeverPrinted() throws Exception {
        run(SPEC, "secret");

        assertThat(printed()).doesNotContain("secret");
    }

    private static GeminiReply failed(FailureKind kind, @Nullable Integer status) {
        return new GeminiReply.Failed(kind, "its reason", status, null, AnswerMetadata.NONE);
    }

    private void run(String yaml, @Nullable String key) throws SpecException, InterruptedException {
        EnrichmentSettings settings =
                SpecTranslation.enrichment(SpecLoader.parse(yaml, Path.of("."), name -> null));
        new Canary(
                        this::client,
                        name -> key,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        Duration.ofSeconds(20))
                .run(settings);
    }

    private GeminiClient client(EndpointSettings endpoint, String key) {
        assertThat(key).isEqualTo("secret");
        return new GeminiClient() {
            @Override
            public void generate(byte[] body, Duration timeout, Consumer<GeminiReply> whenDone) {
                requests.add(new String(body, StandardCharsets.UTF_8));
                whenDone.accept(replies.getOrDefault(endpoint.model(), ANSWER));
            }

            @Override
            public void close() {
                closed.add(endpoint.model());
            }
        };
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
