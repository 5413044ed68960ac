package dev.gleaner.job.kafka;

import dev.gleaner.job.spec.JobSpec;
import dev.gleaner.job.spec.SourceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Looks at submission whether the topics exist. At run time a missing one would show as a producer
 * that waits for a minute, or worse, be created by the broker with settings nobody chose.
 */
public final class TopicCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private TopicCheck() {}

    /**
     * Returns the problems found, each with its fix; empty if all topics are there.
     *
     * @throws InterruptedException if the thread is interrupted while it waits for the brokers
     */
    public static List<String> problems(JobSpec spec) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        SourceSpec source = spec.source();
        List<Wanted> read = new ArrayList<>();
        source.topics().forEach(topic -> read.add(new Wanted("source.topics", topic)));
        check(
                "source.bootstrapServers",
                source.bootstrapServers(),
                source.properties().values(),
                read,
                problems);
        check(
                "sink.bootstrapServers",
                spec.sink().bootstrapServers(),
                spec.sink().properties().values(),
                List.of(
                        new Wanted("sink.topic", spec.sink().topic()),
                        new Wanted("deadLetter.topic", spec.deadLetter().topic())),
                problems);
        return problems;
    }

    private record Wanted(String path, String topic) {}

    private static void check(
            String path,
            String servers,
            Map<String, String> clientProperties,
            List<Wanted> wanted,
            List<String> problems)
            throws InterruptedException {
        try {
            Set<String> present = topics(servers, clientProperties);
            for (Wanted topic : wanted) {
                if (!present.contains(topic.topic())) {
                    problems.add(
                            topic.path()
                                    + ": the topic \""
                                    + topic.topic()
                                    + "\" does not exist on "
                                    + servers
                                    + "; create it, or correct the name");
                }
            }
        } catch (ExecutionException | TimeoutException | KafkaException unreachable) {
            problems.add(
                    path
                            + ": no answer from Kafka at "
                            + servers
                            + " within "
                            + PATIENCE.toSeconds()
                            + " s ("
                            + rootMessage(unreachable)
                            + "); check the address, and that this machine can reach it");
        }
    }

    private static Set<String> topics(String servers, Map<String, String> clientProperties)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Object> config = new HashMap<>(clientProperties);
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        int millis = (int) PATIENCE.toMillis();
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 3);
        Admin admin = Admin.create(config);
        try {
            return admin.listTopics().names().get(millis, TimeUnit.MILLISECONDS);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
