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
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * What subtasks of one job in one process call the same models with: made for the first that comes,
 * closed with the last that goes. Each brings its share of what the job may do and takes it away
 * again.
 */
final class SharedSubtask {
    // The only static state of the package: subtasks of a process have nothing else in common. It
    // is empty whenever no subtask is open.
    private static final Map<Key, SharedSubtask> OPEN = new HashMap<>();

    private final Key key;
    private final Subtask subtask;
    private final CallContext base;
    private final Map<EnrichmentSettings, CallContext> contexts = new HashMap<>();
    private final List<Member> members = new ArrayList<>();

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

    private SharedSubtask(Key key, Subtask subtask, CallContext base) {
        this.key = key;
        this.subtask = subtask;
        this.base = base;
        contexts.put(base.settings(), base);
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
        Key key = Key.of(job, settings);
        synchronized (OPEN) {
            SharedSubtask shared = OPEN.get(key);
            if (shared == null) {
                Subtask subtask =
                        new Subtask(
                                settings,
                                clients,
                                cacheClients,
                                new Share(member.index(), member.parallelism()));
                shared = open(key, subtask, task.getAttemptNumber() > 0);
                OPEN.put(key, shared);
            }
            shared.members.add(member);
            boolean dealt = false;
            try {
                shared.deal();
                dealt = true;
            } finally {
                if (!dealt) {
                    shared.leave(member);
                }
            }
            return shared;
        }
    }

    private static SharedSubtask open(Key key, Subtask subtask, boolean restarted)
            throws EnrichmentAbortedException {
        boolean opened = false;
        try {
            CallContext base =
                    subtask.context(
                            Ledger.EMPTY,
                            restarted,
                            new Gate(2, 1),
                            new KeyOrder(true),
                            new UnregisteredMetricsGroup());
            opened = true;
            return new SharedSubtask(key, subtask, base);
        } finally {
            if (!opened) {
                subtask.close();
            }
        }
    }

    /** Returns what calls by the settings share. */
    CallContext context(EnrichmentSettings settings) throws EnrichmentAbortedException {
        synchronized (OPEN) {
            CallContext context = contexts.get(settings);
            if (context == null) {
                context = subtask.context(settings, base);
                contexts.put(settings, context);
            }
            return context;
        }
    }

    /** Returns the same for settings that may not be met again, and are not kept. */
    CallContext newContext(EnrichmentSettings settings) throws EnrichmentAbortedException {
        synchronized (OPEN) {
            return subtask.context(settings, base);
        }
    }

    /** Goes; the last one closes everything. */
    void leave(Member member) {
        synchronized (OPEN) {
            members.remove(member);
            if (members.isEmpty()) {
                OPEN.remove(key);
                subtask.close();
            } else {
                deal();
            }
        }
    }

    /** Operators of different parallelism have the larger of their shares, and not the sum. */
    private void deal() {
        Share share =
                members.stream()
                        .collect(groupingBy(Member::parallelism, mapping(Member::index, toSet())))
                        .entrySet()
                        .stream()
                        .map(operator -> new Share(operator.getValue(), operator.getKey()))
                        .max(Comparator.comparingDouble(Share::part))
                        .orElseThrow();
        base.routes().all().forEach(route -> route.limiter().resize(share));
    }
}
