package dev.gleaner.job.kafka;

import dev.gleaner.spec.Delivery;
import dev.gleaner.spec.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search, at submission, for a running job of the same name. Such a job shows by its open
 * transactions, and only if it delivers exactly once: Flink's source never joins its consumer
 * group. A former run that crashed shows in the same way, so that the answer is a warning.
 */
public final class NamesakeCheck {
    /** Short, since the submission waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(NamesakeCheck.class);

    private NamesakeCheck() {}

    /**
     * Returns one warning if there are open transactions of a job of this name; else nothing, also
     * if Kafka does not answer in two seconds.
     *
     * @throws InterruptedException if the thread is interrupted while it waits for the brokers
     */
    public static List<String> warnings(JobSpec spec) throws InterruptedException {
        if (spec.sink().delivery() != Delivery.EXACTLY_ONCE) {
            return List.of();
        }
        String prefix = KafkaEdges.transactionalIdPrefix(spec);
        try {
            Collection<TransactionDescription> open = open(spec, prefix);
            return open.isEmpty() ? List.of() : List.of(warning(spec, prefix, open));
        } catch (ExecutionException | TimeoutException | KafkaException why) {
            LOG.info(
                    "Whether another job named {} is running is not known: {}",
                    spec.name(),
                    KafkaErrors.rootMessage(why));
            return List.of();
        }
    }

    private static Collection<TransactionDescription> open(JobSpec spec, String prefix)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int millis = (int) PATIENCE.toMillis();
        Map<String, Object> config =
                new HashMap<>(KafkaSecrets.forClient(spec.sink().properties().values()));
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, spec.sink().bootstrapServers());
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
        Admin admin = Admin.create(config);
        try {
            List<String> ids =
                    admin
                            .listTransactions(
                                    new ListTransactionsOptions()
                                            .filterStates(Set.of(TransactionState.ONGOING)))
                            .all()
                            .get(left(deadline), TimeUnit.NANOSECONDS)
                            .stream()
                            .map(TransactionListing::transactionalId)
                            .filter(id -> isOf(prefix, id))
                            .toList();
            return ids.isEmpty()
                    ? List.of()
                    : admin.describeTransactions(ids)
                            .all()
                            .get(left(deadline), TimeUnit.NANOSECONDS)
                            .values();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }

    /** Returns whether Flink made a transactional id of this prefix, a subtask and a number. */
    static boolean isOf(String prefix, String id) {
        return Pattern.matches(Pattern.quote(prefix) + "-\\d+-\\d+", id);
    }

    private static String warning(
            JobSpec spec, String prefix, Collection<TransactionDescription> open) {
        long since =
                open.stream()
                        .flatMapToLong(each -> each.transactionStartTimeMs().stream())
                        .min()
                        .orElse(System.currentTimeMillis());
        return "name: another job named \""
                + spec.name()
                + "\" may be running: Kafka at "
                + spec.sink().bootstrapServers()
                + " has "
                + open.size()
                + " open transactions of "
                + prefix
                + "-*, the oldest since "
                + Instant.ofEpochMilli(since)
                + ". Two jobs of one name enrich and pay for every record twice, and may abort each"
                + " other's transactions: stop one, or give one another name. If they are of a"
                + " former run of this job that crashed or was canceled, ignore this: Kafka aborts"
                + " them after "
                + KafkaEdges.transactionTimeout(spec)
                + " at the latest";
    }
}
