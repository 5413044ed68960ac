package dev.gleaner.enrich;

import dev.gleaner.gemini.ApiKeyReference;
import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.limit.BudgetSettings;
import dev.gleaner.limit.FixedLimiter;
import dev.gleaner.limit.PriceTable;
import dev.gleaner.limit.QuotaSettings;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.retry.RetryPolicy;
import dev.gleaner.retry.RetrySettings;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.testing.ManualScheduler;
import dev.gleaner.testing.ScriptedClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A subtask's worth of parts around a scripted endpoint, in virtual time. */
final class CallFixture {
    static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"maximum\":9}},"
                    + "\"required\":[\"n\"]}";

    final ManualScheduler time = new ManualScheduler();
    final ScriptedClient endpoint = new ScriptedClient();
    final List<EnrichmentResult> results = new ArrayList<>();
    final List<Throwable> aborts = new ArrayList<>();
    final FixedLimiter limiter;
    private final CallContext context;

    CallFixture() {
        this(10, true, false);
    }

    CallFixture(int limit, boolean repair, boolean answeredBefore) {
        limiter = new FixedLimiter(limit);
        EnrichmentSettings settings = settings(limit, repair);
        context =
                new CallContext(
                        settings,
                        settings.promptFingerprint(),
                        new PromptRenderer(settings.prompt()),
                        new RequestEncoder(settings.request()),
                        endpoint,
                        AnswerValidator.forSchema(SCHEMA),
                        limiter,
                        new RetryPolicy(settings.retry()),
                        new FirstContact(answeredBefore, 0),
                        time,
                        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                        () -> 0,
                        new EnrichmentMetrics(new UnregisteredMetricsGroup(), limiter),
                        new AtomicBoolean());
    }

    /** Attempts of at most 10 s, a deadline of 30 s, 4 attempts after 1, 2 and 4 s. */
    static EnrichmentSettings settings(int limit, boolean repair) {
        return settings(limit, repair, "env:KEY", EnrichmentSettings.Tombstones.PASS);
    }

    static EnrichmentSettings settings(
            int limit, boolean repair, String apiKey, EnrichmentSettings.Tombstones tombstones) {
        return new EnrichmentSettings(
                new EndpointSettings(
                        URI.create("http://localhost:1"),
                        "gemini-3.5-flash",
                        ApiKeyReference.parse(apiKey),
                        Auth.X_GOOG_API_KEY,
                        Duration.ofSeconds(10),
                        1 << 20,
                        false,
                        false,
                        null),
                new RequestSettings("Be brief.", null, "{}"),
                new PromptSettings(RecordFormat.JSON, "Count: {{text}}", 1_000, false),
                SCHEMA,
                new RetrySettings(4, Duration.ofSeconds(1), Duration.ofSeconds(8), 2, 0.5),
                Duration.ofSeconds(30),
                new LimitSettings(
                        limit, limit, QuotaSettings.NONE, BudgetSettings.NONE, PriceTable.EMPTY),
                new OutageSettings(OutageSettings.Action.WAIT, Duration.ofMinutes(10)),
                repair,
                tombstones);
    }

    void call(String json) {
        SourceRecord record =
                new SourceRecord(
                        "t", 0, 1, -1, null, json.getBytes(StandardCharsets.UTF_8), List.of());
        new EnrichmentCall(context, record, results::add, aborts::add).start();
    }

    void call() {
        call("{\"text\":\"hello\"}");
    }

    EnrichmentResult result() {
        if (results.size() != 1) {
            throw new AssertionError("one result expected, got " + results);
        }
        return results.get(0);
    }
}
