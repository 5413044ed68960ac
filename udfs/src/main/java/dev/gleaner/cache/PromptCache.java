package dev.gleaner.cache;

import dev.gleaner.gemini.CacheClient;
import dev.gleaner.gemini.CacheReply;
import dev.gleaner.gemini.CacheReply.Failed;
import dev.gleaner.gemini.CacheReply.Live;
import dev.gleaner.model.FailureKind;
import dev.gleaner.time.CallScheduler;
import dev.gleaner.time.CallScheduler.Timer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what all prompts share in one cachedContent, as long as that works; calls go on without
 * whenever it does not. Thread-safe.
 *
 * <p>It is renewed when half of its time has passed, and created again when it is lost. What fails
 * is tried again with a growing delay, up to five minutes. If the endpoint refuses the content
 * itself, such as for too few tokens, it is left at that.
 *
 * <p>Each subtask has its own: a job of parallelism 8 pays for storing the prefix eight times
 * (tokens times hours), and for reading it once in full at each creation. The whole time is paid
 * for when it is bought, since the endpoint keeps what nobody deletes; a renewal buys what it adds.
 * While there is no money for that, nothing is created or renewed.
 */
public final class PromptCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PromptCache.class);
    private static final long CLOSING_SECONDS = 2;
    private static final Failed UNPAID =
            new Failed(FailureKind.BUDGET_SPENT, "there is not enough left of the budget");

    private final CacheClient client;
    private final byte[] body;
    private final Duration ttl;
    private final CachePurse purse;
    private final CallScheduler scheduler;
    private final CacheFailures failures;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean started = new AtomicBoolean();

    // Written under the lock of this; the client is never called under it.
    private volatile @Nullable CachedPrompt entry;
    private @Nullable Timer timer;
    private boolean creating;
    private boolean refused;
    private boolean closed;

    /**
     * @param client is closed along with this
     * @param body what to create, from {@link dev.gleaner.gemini.RequestEncoder#encodeCache}
     * @param ttl the same as in the body
     * @param purse pays
     * @param random from 0 (inclusive) to 1
     */
    public PromptCache(
            CacheClient client,
            byte[] body,
            Duration ttl,
            CachePurse purse,
            CallScheduler scheduler,
            DoubleSupplier random) {
        this.client = client;
        this.body = body;
        this.ttl = ttl;
        this.purse = purse;
        this.scheduler = scheduler;
        failures = new CacheFailures(random);
    }

    /** Begins to create the cachedContent, unless that was done before. Does not block. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            create();
        }
    }

    /**
     * Returns the name of the cachedContent that a request shall name; null while there is none,
     * and the request must then hold everything itself.
     */
    public @Nullable String name() {
        CachedPrompt current = entry;
        return current == null || current.isExpired(scheduler.nanoTime()) ? null : current.name();
    }

    /**
     * Notes that a request which named it failed with {@link FailureKind#CACHE_LOST}. Of all
     * requests that lost the same one, the first makes it be created again; {@link #name} is null
     * until then, so that the request can be sent again at once.
     *
     * @param name what the request had named
     */
    public void lost(String name) {
        Duration delay;
        synchronized (this) {
            CachedPrompt current = entry;
            if (current == null || !current.name().equals(name)) {
                return;
            }
            delay = drop(current);
        }
        LOG.info("The cached prompt {} is lost, and is made again in {}", name, delay);
        // It may be there all the same, such as at another account of a reseller, and cost money.
        client.delete(name, reply -> {});
        createAfter(delay);
    }

    /**
     * Deletes the cachedContent, and waits two seconds at most; if that fails it lives until the
     * end of its ttl. Closes the client.
     */
    @Override
    public void close() {
        CachedPrompt doomed;
        boolean underWay;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            stopTimer();
            doomed = entry;
            entry = null;
            underWay = doomed != null || creating;
        }
        if (doomed != null) {
            delete(doomed.name());
        }
        try {
            boolean inTime = !underWay || ended.await(CLOSING_SECONDS, TimeUnit.SECONDS);
            LOG.debug("The cached prompt is {}", inTime ? "gone" : "left to expire");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.close();
        }
    }

    private void create() {
        // No tokenizer makes more tokens than bytes of a text.
        CacheUse most = CacheUse.created(body.length, ttl);
        synchronized (this) {
            timer = null;
            if (closed || creating || refused || entry != null) {
                return;
            }
            if (!purse.setAside(most)) {
                notCreated(UNPAID);
                return;
            }
            creating = true;
        }
        // From before it exists, so that it is never believed to live longer than it does.
        long sentNanos = scheduler.nanoTime();
        client.create(body, reply -> created(reply, most, sentNanos));
    }

    private void created(CacheReply reply, CacheUse most, long sentNanos) {
        CacheUse used = used(reply, most);
        purse.pay(most, used);
        synchronized (this) {
            creating = false;
            if (!closed) {
                if (reply instanceof Live live) {
                    failures.works();
                    hold(
                            new CachedPrompt(
                                    live.name(),
                                    sentNanos,
                                    sentNanos + ttl.toNanos(),
                                    used.kept()));
                    LOG.info(
                            "The prompt is cached as {}: {} tokens, for {}",
                            live.name(),
                            live.totalTokenCount(),
                            ttl);
                } else {
                    notCreated(reply);
                }
                return;
            }
        }
        if (reply instanceof Live live) {
            delete(live.name());
        } else {
            ended.countDown();
        }
    }

    private CacheUse used(CacheReply reply, CacheUse most) {
        if (reply instanceof Live live) {
            return live.totalTokenCount() > 0
                    ? CacheUse.created(live.totalTokenCount(), ttl)
                    : most;
        }
        // It may be there all the same, under a name that nobody knows.
        boolean unknown =
                reply instanceof Failed failed && failed.kind() == FailureKind.ATTEMPT_TIMEOUT;
        return unknown ? most : CacheUse.NONE;
    }

    /** Under the lock. */
    private void notCreated(CacheReply reply) {
        Failed failed =
                reply instanceof Failed told
                        ? told
                        : new Failed(FailureKind.NOT_GEMINI, "it is gone before it was there");
        if (CacheFailures.isFinal(failed.kind())) {
            refused = true;
            failures.complain("The prompt is not cached, now or later", failed);
        } else {
            failures.complain("The prompt is not cached for now", failed);
            timer = scheduler.schedule(this::create, failures.next());
        }
    }

    private void renew(CachedPrompt renewed) {
        long sentNanos = scheduler.nanoTime();
        boolean expired = renewed.isExpired(sentNanos);
        long expiryNanos = sentNanos + ttl.toNanos();
        CacheUse more =
                CacheUse.prolonged(
                        renewed.tokens(), Duration.ofNanos(expiryNanos - renewed.expiryNanos()));
        synchronized (this) {
            if (closed || !renewed.equals(entry)) {
                return;
            }
            timer = null;
            if (expired) {
                entry = null;
            } else if (!purse.setAside(more)) {
                notRenewed(renewed, UNPAID);
                return;
            }
        }
        if (expired) {
            create();
            return;
        }
        client.renew(renewed.name(), ttl, reply -> renewed(reply, renewed, more, expiryNanos));
    }

    private void renewed(CacheReply reply, CachedPrompt renewed, CacheUse more, long expiryNanos) {
        // If it is not known, the renewal that follows pays for the time since.
        purse.pay(more, reply instanceof Live ? more : CacheUse.NONE);
        Duration delay;
        synchronized (this) {
            if (closed || !renewed.equals(entry)) {
                return;
            }
            if (reply instanceof Live) {
                failures.clear();
                hold(
                        new CachedPrompt(
                                renewed.name(),
                                renewed.bornNanos(),
                                expiryNanos,
                                renewed.tokens()));
                return;
            }
            if (reply instanceof Failed failed) {
                notRenewed(renewed, failed);
                return;
            }
            delay = drop(renewed);
        }
        LOG.info("The cached prompt {} is gone, and is made again in {}", renewed.name(), delay);
        createAfter(delay);
    }

    /** Under the lock. It is used until it expires, and then made again. */
    private void notRenewed(CachedPrompt renewed, Failed failed) {
        failures.complain("The cached prompt is not renewed for now", failed);
        Duration left = Duration.ofNanos(renewed.expiryNanos() - scheduler.nanoTime());
        Duration next = CacheFailures.isFinal(failed.kind()) ? left : failures.next();
        Duration delay = next.compareTo(left) < 0 ? next : left;
        timer = scheduler.schedule(() -> renew(renewed), delay);
    }

    /** Under the lock. */
    private void hold(CachedPrompt newEntry) {
        entry = newEntry;
        timer = scheduler.schedule(() -> renew(newEntry), ttl.dividedBy(2));
    }

    /** Under the lock. Returns when it shall be made again. */
    private Duration drop(CachedPrompt lost) {
        entry = null;
        stopTimer();
        if (lost.isYoung(scheduler.nanoTime())) {
            return failures.next();
        }
        failures.clear();
        return Duration.ZERO;
    }

    private void createAfter(Duration delay) {
        if (delay.isZero()) {
            create();
            return;
        }
        synchronized (this) {
            if (!closed && timer == null) {
                timer = scheduler.schedule(this::create, delay);
            }
        }
    }

    private void delete(String name) {
        client.delete(
                name,
                reply -> {
                    if (reply instanceof Failed failed) {
                        LOG.warn(
                                "The cached prompt {} is not deleted and lives for up to {}: {}",
                                name,
                                ttl,
                                failed.detail());
                    }
                    ended.countDown();
                });
    }

    /** Under the lock. */
    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
