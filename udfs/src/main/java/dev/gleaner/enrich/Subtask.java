package dev.gleaner.enrich;

import dev.gleaner.attachment.AttachmentSettings;
import dev.gleaner.attachment.AttachmentStore;
import dev.gleaner.cache.PromptCache;
import dev.gleaner.gate.Gate;
import dev.gleaner.gemini.CacheClientFactory;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.GeminiClient;
import dev.gleaner.gemini.GeminiClientFactory;
import dev.gleaner.gemini.RequestEncoder;
import dev.gleaner.http.ProxyUnusableException;
import dev.gleaner.limit.EndpointHealth;
import dev.gleaner.limit.JobBoard;
import dev.gleaner.limit.Ledger;
import dev.gleaner.limit.Limiter;
import dev.gleaner.limit.Share;
import dev.gleaner.limit.SpendingGrant;
import dev.gleaner.limit.Surroundings;
import dev.gleaner.model.FailureKind;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.retry.RetryBudget;
import dev.gleaner.retry.RetryPolicy;
import dev.gleaner.time.ThreadScheduler;
import dev.gleaner.tool.ToolBox;
import dev.gleaner.tool.ToolSettings;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that the calls of one subtask, or of several that share it, need, made when it opens and
 * closed with it: threads, connections, what is cached at the endpoint.
 */
final class Subtask implements AutoCloseable {
    /** Files written at once. */
    private static final int WRITERS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Subtask.class);

    private final EnrichmentSettings settings;
    private final GeminiClientFactory clients;
    private final CacheClientFactory cacheClients;
    private final Share share;
    private final @Nullable JobBoard board;
    private final Map<EndpointSettings, GeminiClient> open = new HashMap<>();
    private final Map<CachedPart, PromptCache> caches = new HashMap<>();
    private final Map<ToolSettings, ToolBox> toolBoxes = new HashMap<>();
    private final Map<AttachmentSettings, AttachmentStore> stores = new HashMap<>();
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ThreadScheduler scheduler;

    /**
     * What is kept at an endpoint. The answer's form is no part of it, so that requests for other
     * answers may share it.
     */
    private record CachedPart(EndpointSettings endpoint, ByteBuffer body) {}

    /**
     * @param board of the job, closed with this; null if there is none
     */
    Subtask(
            EnrichmentSettings settings,
            GeminiClientFactory clients,
            CacheClientFactory cacheClients,
            Share share,
            @Nullable JobMasterBoard board) {
        this.settings = settings;
        this.clients = clients;
        this.cacheClients = cacheClients;
        this.share = share;
        this.board = board;
        if (board != null) {
            closers.push(board::close);
        }
        scheduler = new ThreadScheduler("gleaner-retry-" + Collections.min(share.indexes()));
        closers.push(scheduler::close);
    }

    /**
     * Makes what calls share.
     *
     * @param spent what this subtask has used up before
     * @param granted what it may have spent besides
     * @param restarted whether the endpoints were right before
     */
    CallContext context(
            Ledger spent,
            Ledger granted,
            boolean restarted,
            Gate gate,
            KeyOrder order,
            MetricGroup metrics)
            throws EnrichmentAbortedException {
        ToolBox tools = tools(settings.tools());
        AttachmentStore attachments = attachments(settings.attachments());
        Routes routes = routes(spent, granted, restarted);
        Acceptance acceptance =
                new Acceptance(settings.stops(), settings.limits().capacity(share), scheduler);
        return new CallContext(
                settings,
                settings.promptFingerprint(),
                new PromptRenderer(settings.prompt()),
                routes,
                new AnswerJudge(settings.output()),
                tools,
                attachments,
                new RetryPolicy(settings.retry()),
                new RetryBudget(scheduler.nanoTime()),
                acceptance,
                scheduler,
                Clock.systemUTC(),
                Subtask::chance,
                new EnrichmentMetrics(metrics, routes, gate, order, acceptance),
                closed,
                null);
    }

    /**
     * Makes what calls by other settings share with each other, on the same limiters and, if they
     * are the same, connections, functions and folders.
     *
     * @param own of the same models and limits, in the same order
     * @param base what was made for those of this subtask
     */
    CallContext context(EnrichmentSettings own, CallContext base)
            throws EnrichmentAbortedException {
        ToolBox tools = tools(own.tools());
        AttachmentStore attachments = attachments(own.attachments());
        List<Route> routes = new ArrayList<>();
        for (RouteSettings route : own.routes()) {
            Route shared = base.routes().all().get(routes.size());
            RequestEncoder encoder = new RequestEncoder(route.request());
            PromptCache cache = cache(own, route, encoder, shared.limiter());
            routes.add(shared.with(route, own, client(route.endpoint()), encoder, cache));
        }
        return new CallContext(
                own,
                own.promptFingerprint(),
                new PromptRenderer(own.prompt()),
                new Routes(routes, scheduler::nanoTime),
                new AnswerJudge(own.output()),
                tools,
                attachments,
                new RetryPolicy(own.retry()),
                base.retryBudget(),
                base.acceptance(),
                scheduler,
                base.clock(),
                base.random(),
                base.metrics(),
                closed,
                null);
    }

    private static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }

    private Routes routes(Ledger spent, Ledger granted, boolean restarted)
            throws EnrichmentAbortedException {
        List<Route> routes = new ArrayList<>();
        for (RouteSettings route : settings.routes()) {
            Surroundings surroundings =
                    new Surroundings(
                            new EndpointHealth(), scheduler, Clock.systemUTC(), Subtask::chance);
            Limiter limiter =
                    routes.isEmpty()
                            ? new Limiter(
                                    settings.limits(), spent, share, surroundings, grant(granted))
                            : new Limiter(
                                    settings.limits().withoutQuotas(),
                                    share,
                                    surroundings,
                                    routes.get(0).limiter());
            RequestEncoder encoder = new RequestEncoder(route.request());
            routes.add(
                    Route.of(
                            route,
                            settings,
                            client(route.endpoint()),
                            encoder,
                            limiter,
                            new FirstContact(
                                    restarted || !routes.isEmpty(), scheduler.nanoTime(), board),
                            surroundings,
                            cache(settings, route, encoder, limiter)));
        }
        closers.push(routes.get(0).limiter()::close);
        // Those of the others cost money for as long as they are kept, and may never be asked for.
        PromptCache first = routes.get(0).cache();
        if (first != null) {
            first.start();
        }
        return new Routes(routes, scheduler::nanoTime);
    }

    private @Nullable SpendingGrant grant(Ledger granted) {
        return board == null || settings.limits().budget().isUnlimited()
                ? null
                : new SpendingGrant(
                        board, share, ThreadLocalRandom.current().nextLong() | 1, granted);
    }

    private static String key(EndpointSettings endpoint) throws EnrichmentAbortedException {
        try {
            return endpoint.apiKey().resolve(System::getenv);
        } catch (IllegalArgumentException missing) {
            throw new EnrichmentAbortedException(
                    FailureKind.API_KEY_MISSING, String.valueOf(missing.getMessage()));
        }
    }

    private GeminiClient client(EndpointSettings endpoint) throws EnrichmentAbortedException {
        GeminiClient known = open.get(endpoint);
        if (known != null) {
            return known;
        }
        String key = key(endpoint);
        try {
            GeminiClient client = clients.create(endpoint, key);
            closers.push(client::close);
            open.put(endpoint, client);
            return client;
        } catch (ProxyUnusableException unusable) {
            throw noWayOut(unusable);
        } catch (IllegalArgumentException unreadable) {
            throw new EnrichmentAbortedException(
                    FailureKind.CERTIFICATES_UNREADABLE, String.valueOf(unreadable.getMessage()));
        }
    }

    private static EnrichmentAbortedException noWayOut(ProxyUnusableException unusable) {
        return new EnrichmentAbortedException(
                FailureKind.PROXY_UNUSABLE, String.valueOf(unusable.getMessage()));
    }

    private @Nullable PromptCache cache(
            EnrichmentSettings all, RouteSettings route, RequestEncoder encoder, Limiter limiter)
            throws EnrichmentAbortedException {
        Duration ttl = all.cacheTtl();
        if (ttl == null || route.research() != null) {
            return null;
        }
        EndpointSettings endpoint = route.endpoint();
        byte[] body = encoder.encodeCache(endpoint.modelResource(), ttl);
        CachedPart part = new CachedPart(endpoint, ByteBuffer.wrap(body));
        PromptCache known = caches.get(part);
        if (known != null) {
            return known;
        }
        PromptCache cache =
                new PromptCache(
                        cacheClients.create(endpoint, key(endpoint)),
                        body,
                        ttl,
                        new BudgetPurse(limiter, all.price(route.endpoint().model())),
                        scheduler,
                        Subtask::chance);
        closers.push(cache::close);
        caches.put(part, cache);
        return cache;
    }

    private @Nullable ToolBox tools(ToolSettings tools) throws EnrichmentAbortedException {
        if (tools.isEmpty()) {
            return null;
        }
        ToolBox known = toolBoxes.get(tools);
        if (known != null) {
            return known;
        }
        try {
            ToolBox box =
                    ToolBox.open(
                            tools,
                            Thread.currentThread().getContextClassLoader(),
                            settings.endpoint().proxy());
            closers.push(box::close);
            toolBoxes.put(tools, box);
            return box;
        } catch (ProxyUnusableException unusable) {
            throw noWayOut(unusable);
        } catch (IllegalArgumentException unusable) {
            throw new EnrichmentAbortedException(
                    FailureKind.TOOL_UNUSABLE, String.valueOf(unusable.getMessage()));
        }
    }

    private @Nullable AttachmentStore attachments(@Nullable AttachmentSettings attachments)
            throws EnrichmentAbortedException {
        if (attachments == null) {
            return null;
        }
        AttachmentStore known = stores.get(attachments);
        if (known != null) {
            return known;
        }
        try {
            AttachmentStore store = new AttachmentStore(attachments, WRITERS);
            closers.push(store::close);
            stores.put(attachments, store);
            return store;
        } catch (IllegalArgumentException unwritable) {
            throw new EnrichmentAbortedException(
                    FailureKind.ATTACHMENTS_UNWRITABLE, String.valueOf(unwritable.getMessage()));
        }
    }

    /** Lets calls under way end without a word, and all threads and connections end. */
    @Override
    public void close() {
        closed.set(true);
        while (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } catch (RuntimeException e) {
                LOG.warn("A part of the subtask did not close", e);
            }
        }
    }
}
