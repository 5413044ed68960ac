package dev.gleaner.enrich;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.gleaner.gate.Gate;
import dev.gleaner.gemini.ApiKeyReference;
import dev.gleaner.gemini.CacheClientFactory;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.gemini.GeminiClientFactory;
import dev.gleaner.limit.Ledger;
import dev.gleaner.limit.LimitSettings;
import dev.gleaner.limit.Share;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;

/**
 * What subtasks of one job in one process call the same models with: made for the first that comes,
 * closed with the last that goes. Each brings its share of what the job may do and takes it away
 * again.
 */
final class SharedSubtask {
    // The only static state of the package: subtasks of a process have nothing else in common. It
    // is empty whenever no subtask is open. Nothing slow is done under its locks: opening and
    // closing read files, resolve names and wait for threads, and other jobs must not wait for
    // that.
    private static final ConcurrentMap<Key, SharedSubtask> OPEN = new ConcurrentHashMap<>();

    private final Key key;
    private final Subtask subtask;

    // Under the lock of this, which only those of the same key wait for.
    private final Map<EnrichmentSettings, CallContext> contexts = new HashMap<>();
    private final List<Member> members = new ArrayList<>();
    private @Nullable CallContext base;
    private boolean over;

    /**
     * Who shares.
     *
     * @param job the job's id: quotas and budgets are those of a job
     * @param models that are called
     * @param limits of the calls
     */
    private record Key(String job, List<Model> models, LimitSettings limits) {
        static Key of(String job, EnrichmentSettings settings) {
            return new Key(
                    job,
                    settings.routes().stream().map(route -> Model.of(route.endpoint())).toList(),
                    settings.limits());
        }
    }

    /** What a quota is for, whatever the way there. */
    private record Model(URI endpoint, String name, ApiKeyReference key) {
        static Model of(EndpointSettings settings) {
            return new Model(settings.endpoint(), settings.model(), settings.apiKey());
        }
    }

    /** One subtask of one operator. */
    record Member(int index, int parallelism) {
        static Member of(TaskInfo task) {
            return new Member(task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks());
        }
    }

    private SharedSubtask(Key key, Subtask subtask) {
        this.key = key;
        this.subtask = subtask;
    }

    /**
     * Comes in.
     *
     * @param job the job's id
     * @param task which subtask this is
     */
    static SharedSubtask join(
            String job,
            TaskInfo task,
            EnrichmentSettings settings,
            GeminiClientFactory clients,
            CacheClientFactory cacheClients)
            throws EnrichmentAbortedException {
        Member member = Member.of(task);
        Share share = new Share(member.index(), member.parallelism());
        Key key = Key.of(job, settings);
        while (true) {
            SharedSubtask shared =
                    OPEN.computeIfAbsent(
                            key,
                            absent ->
                                    new SharedSubtask(
                                            absent,
                                            new Subtask(
                                                    settings, clients, cacheClients, share, null)));
            if (shared.enter(member, task.getAttemptNumber() > 0)) {
                return shared;
            }
        }
    }

    /** Returns false if the last one has gone meanwhile. */
    private synchronized boolean enter(Member member, boolean restarted)
            throws EnrichmentAbortedException {
        if (over) {
            return false;
        }
        boolean entered = false;
        try {
            if (base == null) {
                base =
                        subtask.context(
                                Ledger.EMPTY,
                                Ledger.EMPTY,
                                restarted,
                                new Gate(2, 1),
                                new KeyOrder(true),
                                new UnregisteredMetricsGroup());
                contexts.put(base.settings(), base);
            }
            members.add(member);
            deal(base);
            entered = true;
            return true;
        } finally {
            if (!entered) {
                leave(member);
            }
        }
    }

    /** Returns what calls by the settings share. */
    synchronized CallContext context(EnrichmentSettings settings)
            throws EnrichmentAbortedException {
        CallContext context = contexts.get(settings);
        if (context == null) {
            context = newContext(settings);
            contexts.put(settings, context);
        }
        return context;
    }

    /** Returns the same for settings that may not be met again, and are not kept. */
    synchronized CallContext newContext(EnrichmentSettings settings)
            throws EnrichmentAbortedException {
        return subtask.context(settings, opened());
    }

    /** Goes; the last one closes everything, while others may open it anew. */
    void leave(Member member) {
        synchronized (this) {
            members.remove(member);
            if (!members.isEmpty()) {
                deal(opened());
                return;
            }
            over = true;
            OPEN.remove(key, this);
        }
        subtask.close();
    }

    private CallContext opened() {
        return Objects.requireNonNull(base, "only who has entered asks");
    }

    /** Operators of different parallelism have the larger of their shares, and not the sum. */
    private void deal(CallContext opened) {
        Share share =
                members.stream()
                        .collect(groupingBy(Member::parallelism, mapping(Member::index, toSet())))
                        .entrySet()
                        .stream()
                        .map(operator -> new Share(operator.getValue(), operator.getKey()))
                        .max(Comparator.comparingDouble(Share::part))
                        .orElseThrow();
        opened.routes().all().forEach(route -> route.limiter().resize(share));
    }
}
