package dev.gleaner.simulator;

import dev.gleaner.simulator.CacheBody.Draft;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The cached contents of one simulator and what was done with them. Thread-safe. */
final class CachedContents {

    private final Clock clock;
    private final long seed;
    private final Map<String, CachedContent> byName = new ConcurrentSkipListMap<>();
    private final AtomicLong last = new AtomicLong();
    private final LongAdder created = new LongAdder();
    private final LongAdder renewed = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder used = new LongAdder();

    CachedContents(Clock clock, long seed) {
        this.clock = clock;
        this.seed = seed;
    }

    CachedContent create(ApiScope scope, Draft draft) {
        Instant now = clock.instant();
        CachedContent content =
                new CachedContent(
                        CacheCall.name(scope, id(scope)),
                        draft.model(),
                        draft.displayName(),
                        draft.tools(),
                        draft.toolConfig(),
                        draft.tokens(),
                        now,
                        now,
                        draft.lifetime().end(now));
        byName.put(content.name(), content);
        created.increment();
        return content;
    }

    /** Vertex AI numbers them; the Gemini API gives them letters. */
    private String id(ApiScope scope) {
        long hash = StableHash.with(seed, last.incrementAndGet());
        return scope.vertex()
                ? Long.toUnsignedString(hash)
                : Long.toUnsignedString(hash, Character.MAX_RADIX)
                        + Long.toUnsignedString(StableHash.with(hash, 1), Character.MAX_RADIX);
    }

    /**
     * The cached content of this name.
     *
     * @throws RejectedRequestException if it is not there or has expired
     */
    CachedContent get(String name, Envelope envelope) throws RejectedRequestException {
        return live(name, byName.get(name), envelope);
    }

    /** The same for a request that uses it. */
    CachedContent use(String name, Envelope envelope) throws RejectedRequestException {
        CachedContent content = get(name, envelope);
        used.increment();
        return content;
    }

    /** Sets when it ends. */
    CachedContent renew(String name, Lifetime lifetime, Envelope envelope)
            throws RejectedRequestException {
        Instant now = clock.instant();
        CachedContent content =
                byName.computeIfPresent(
                        name,
                        (key, old) -> old.liveAt(now) ? old.until(lifetime.end(now), now) : old);
        CachedContent live = live(name, content, envelope);
        renewed.increment();
        return live;
    }

    void delete(String name, Envelope envelope) throws RejectedRequestException {
        live(name, byName.remove(name), envelope);
        deleted.increment();
    }

    private CachedContent live(String name, @Nullable CachedContent content, Envelope envelope)
            throws RejectedRequestException {
        if (content == null) {
            throw new RejectedRequestException(CacheErrors.gone(name, envelope));
        }
        if (!content.liveAt(clock.instant())) {
            throw new RejectedRequestException(CacheErrors.expired(name, envelope));
        }
        return content;
    }

    /** Those of one project that are there, in the order of their names. */
    List<CachedContent> list(ApiScope scope) {
        Instant now = clock.instant();
        String prefix = CacheCall.name(scope, "");
        return byName.values().stream()
                .filter(content -> content.name().startsWith(prefix) && content.liveAt(now))
                .toList();
    }

    /** Drops all, as if they had never been. */
    void forget() {
        byName.clear();
    }

    SimulatorStats.Caches stats() {
        Instant now = clock.instant();
        return new SimulatorStats.Caches(
                created.sum(),
                renewed.sum(),
                deleted.sum(),
                used.sum(),
                (int) byName.values().stream().filter(content -> content.liveAt(now)).count());
    }

    /** Counts from zero again; what is cached stays. */
    void resetStats() {
        created.reset();
        renewed.reset();
        deleted.reset();
        used.reset();
    }
}
