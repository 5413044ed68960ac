package dev.gleaner.enrich;

import dev.gleaner.gate.Gate;
import dev.gleaner.gemini.CacheClientFactory;
import dev.gleaner.gemini.GeminiClientFactory;
import dev.gleaner.limit.Ledger;
import dev.gleaner.limit.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * What subtasks of one job in one process call with: made for the first that comes, closed with the
 * last that goes. Each brings its share of what the job may do and takes it away again.
 */
final class SharedSubtask {
    // The only static state of the package: subtasks of a process have nothing else in common. It
    // is empty whenever no subtask is open.
    private static final Map<Key, SharedSubtask> OPEN = new HashMap<>();

    private final Key key;
    private final Subtask subtask;
    private final CallContext context;
    private final List<Integer> members = new ArrayList<>();

    /**
     * Who shares.
     *
     * @param job the job's id: quotas and budgets are those of a job
     * @param settings equal ones are one model
     * @param parallelism of the operator
     */
    record Key(String job, EnrichmentSettings settings, int parallelism) {}

    private SharedSubtask(Key key, Subtask subtask, CallContext context) {
        this.key = key;
        this.subtask = subtask;
        this.context = context;
    }

    /**
     * Comes in.
     *
     * @param index the subtask's number
     * @param restarted whether the endpoints were right before
     */
    static SharedSubtask join(
            Key key,
            int index,
            boolean restarted,
            GeminiClientFactory clients,
            CacheClientFactory cacheClients)
            throws EnrichmentAbortedException {
        synchronized (OPEN) {
            SharedSubtask shared = OPEN.get(key);
            if (shared == null) {
                shared =
                        open(
                                key,
                                new Share(index, key.parallelism()),
                                restarted,
                                clients,
                                cacheClients);
                OPEN.put(key, shared);
            }
            shared.members.add(index);
            shared.deal();
            return shared;
        }
    }

    private static SharedSubtask open(
            Key key,
            Share share,
            boolean restarted,
            GeminiClientFactory clients,
            CacheClientFactory cacheClients)
            throws EnrichmentAbortedException {
        Subtask subtask = new Subtask(key.settings(), clients, cacheClients, share);
        boolean opened = false;
        try {
            CallContext context =
                    subtask.context(
                            Ledger.EMPTY,
                            restarted,
                            new Gate(2, 1),
                            new UnregisteredMetricsGroup());
            opened = true;
            return new SharedSubtask(key, subtask, context);
        } finally {
            if (!opened) {
                subtask.close();
            }
        }
    }

    /** Goes; the last one closes everything. */
    void leave(int index) {
        synchronized (OPEN) {
            members.remove((Integer) index);
            if (members.isEmpty()) {
                OPEN.remove(key);
                subtask.close();
            } else {
                deal();
            }
        }
    }

    private void deal() {
        Set<Integer> indexes = new TreeSet<>(members);
        Share share = new Share(indexes, key.parallelism());
        context.routes().all().forEach(route -> route.limiter().resize(share));
    }

    CallContext context() {
        return context;
    }
}
