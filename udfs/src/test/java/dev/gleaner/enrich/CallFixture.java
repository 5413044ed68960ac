package dev.gleaner.enrich;

import dev.gleaner.attachment.AttachmentStore;
import dev.gleaner.cache.PromptCache;
import dev.gleaner.gate.Gate;
import dev.gleaner.gemini.AnswerFormat;
import dev.gleaner.gemini.ApiKeyReference;
import dev.gleaner.gemini.Auth;
import dev.gleaner.gemini.CacheClient;
import dev.gleaner.gemini.CacheReply;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.gemini.RequestSettings;
import dev.gleaner.http.ProxySettings;
import dev.gleaner.limit.EndpointHealth;
import dev.gleaner.limit.Ledger;
import dev.gleaner.limit.Limiter;
import dev.gleaner.limit.Share;
import dev.gleaner.limit.Surroundings;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.FallbackReason;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.retry.RetryBudget;
import dev.gleaner.retry.RetryPolicy;
import dev.gleaner.testing.ManualScheduler;
import dev.gleaner.testing.ScriptedClient;
import dev.gleaner.tool.ToolBox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;

/** A subtask's worth of parts around a scripted endpoint, in virtual time. */
final class CallFixture {
    static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"maximum\":9}},"
                    + "\"required\":[\"n\"]}";

    final ManualScheduler time = new ManualScheduler();
    final ScriptedClient endpoint = new ScriptedClient();
    final ScriptedClient fallback = new ScriptedClient();
    final List<EnrichmentResult> results = new ArrayList<>();
    final List<Throwable> aborts = new ArrayList<>();
    final Limiter limiter;
    final EndpointHealth health = new EndpointHealth();
    final @Nullable ToolBox tools;
    final @Nullable AttachmentStore attachments;

    /** The models of which something is cached. */
    final List<String> cached = new ArrayList<>();

    /** How many tokens each of them has. */
    int cachedTokens = 1;

    final Routes routes;
    final Acceptance acceptance;

    private final CallContext context;

    CallFixture() {
        this(10, true, false);
    }

    CallFixture(int limit, boolean repair, boolean answeredBefore) {
        this(new UsualSettings().limit(limit).repair(repair).get(), answeredBefore);
    }

    CallFixture(EnrichmentSettings settings, boolean answeredBefore) {
        this(settings, answeredBefore, null);
    }

    CallFixture(EnrichmentSettings settings, boolean answeredBefore, @Nullable Duration patience) {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        List<Route> all = new ArrayList<>();
        for (RouteSettings route : settings.routes()) {
            Surroundings surroundings =
                    new Surroundings(
                            all.isEmpty() ? health : new EndpointHealth(), time, clock, () -> 0);
            Limiter own =
                    all.isEmpty()
                            ? new Limiter(
                                    settings.limits(), Ledger.EMPTY, Share.WHOLE, surroundings)
                            : new Limiter(
                                    settings.limits().withoutQuotas(),
                                    Share.WHOLE,
                                    surroundings,
                                    all.get(0).limiter());
            RequestEncoder encoder = new RequestEncoder(route.request());
            all.add(
                    Route.of(
                            route,
                            settings,
                            all.isEmpty() ? endpoint : fallback,
                            encoder,
                            own,
                            new FirstContact(answeredBefore || !all.isEmpty(), 0, null),
                            surroundings,
                            settings.cacheTtl() == null
                                    ? null
                                    : new PromptCache(
                                            new KeptCaches(route.endpoint().model()),
                                            encoder.encodeCache(
                                                    route.endpoint().modelResource(),
                                                    settings.cacheTtl()),
                                            settings.cacheTtl(),
                                            new BudgetPurse(
                                                    own, settings.price(route.endpoint().model())),
                                            time,
                                            () -> 0)));
        }
        limiter = all.get(0).limiter();
        routes = new Routes(all, time::nanoTime);
        tools =
                settings.tools().isEmpty()
                        ? null
                        : ToolBox.open(
                                settings.tools(),
                                CallFixture.class.getClassLoader(),
                                ProxySettings.DIRECT);
        attachments =
                settings.attachments() == null
                        ? null
                        : new AttachmentStore(settings.attachments(), 1);
        acceptance =
                new Acceptance(settings.stops(), settings.limits().capacity(Share.WHOLE), time);
        context =
                new CallContext(
                        settings,
                        settings.promptFingerprint(),
                        new PromptRenderer(settings.prompt()),
                        routes,
                        new AnswerJudge(settings.output()),
                        tools,
                        attachments,
                        new RetryPolicy(settings.retry()),
                        new RetryBudget(0),
                        acceptance,
                        time,
                        clock,
                        () -> 0,
                        new EnrichmentMetrics(
                                new UnregisteredMetricsGroup(),
                                routes,
                                new Gate(2, 1),
                                new KeyOrder(true),
                                acceptance),
                        new AtomicBoolean(),
                        patience);
    }

    /** Has another record answered. */
    void answerAnother() {
        call();
        endpoint.reply(ScriptedClient.answer("{\"n\":1}", "STOP"));
    }

    /** A route that asks for grounded prose before it asks for the answer. */
    static RouteSettings researchRoute(String model) {
        RouteSettings plain = route(model, "env:KEY");
        return new RouteSettings(
                plain.endpoint(),
                plain.request(),
                new RequestSettings(
                        "Be brief.",
                        List.of(),
                        AnswerFormat.TEXT,
                        "{}",
                        "{\"tools\":[{\"googleSearch\":{}}]}"),
                Set.of());
    }

    static RouteSettings route(String model, String apiKey, FallbackReason... reasons) {
        return new RouteSettings(
                new EndpointSettings(
                        URI.create("http://localhost:1"),
                        model,
                        ApiKeyReference.parse(apiKey),
                        Auth.X_GOOG_API_KEY,
                        Duration.ofSeconds(10),
                        1 << 20,
                        false,
                        false,
                        null,
                        null),
                new RequestSettings("Be brief.", List.of(), AnswerFormat.JSON, "{}", "{}"),
                null,
                Set.of(reasons));
    }

    void call(String json) {
        SourceRecord record =
                new SourceRecord(
                        "t", 0, 1, -1, null, json.getBytes(StandardCharsets.UTF_8), List.of());
        new EnrichmentCall(context, record, results::add, aborts::add, bytes -> {}).start();
    }

    /** Makes a call whose result nobody can take. */
    void callInVain(RuntimeException why) {
        new EnrichmentCall(
                        context,
                        new SourceRecord(
                                "t",
                                0,
                                1,
                                -1,
                                null,
                                "{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8),
                                List.of()),
                        result -> {
                            throw why;
                        },
                        aborts::add,
                        bytes -> {})
                .start();
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

    /** An endpoint that caches what it is asked to, at once. */
    private final class KeptCaches implements CacheClient {
        private final String model;

        KeptCaches(String model) {
            this.model = model;
        }

        @Override
        public void create(byte[] body, Consumer<CacheReply> whenDone) {
            cached.add(model);
            whenDone.accept(new CacheReply.Live("cachedContents/a", null, cachedTokens));
        }

        @Override
        public void renew(String name, Duration ttl, Consumer<CacheReply> whenDone) {
            whenDone.accept(new CacheReply.Live(name, null, 0));
        }

        @Override
        public void delete(String name, Consumer<CacheReply> whenDone) {
            whenDone.accept(new CacheReply.Gone());
        }

        @Override
        public void close() {}
    }
}
