package dev.gleaner.job.kafka;

import dev.gleaner.job.spec.JobSpec;
import dev.gleaner.job.spec.SinkTopics;
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
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at submission whether the topics exist. At run time a missing one would show as a producer
 * that waits for a minute, or worse, be created by the broker with settings nobody chose.
 */
public final class TopicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
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
        @Nullable Map<String, Long> read =
                check(
                        "source.bootstrapServers",
                        source.bootstrapServers(),
                        source.properties().values(),
                        source.topics().stream()
                                .map(topic -> new Wanted("source.topics", topic))
                                .toList(),
                        problems);
        boolean oneCluster = source.bootstrapServers().equals(spec.sink().bootstrapServers());
        if (oneCluster && read == null) {
            return problems;
        }
        String deadLetters = spec.deadLetter().topic();
        @Nullable Map<String, Long> written =
                check(
                        "sink.bootstrapServers",
                        spec.sink().bootstrapServers(),
                        spec.sink().properties().values(),
                        written(spec),
                        problems);
        if (read == null || written == null) {
            return problems;
        }
        long largest = read.values().stream().mapToLong(Long::longValue).max().orElse(0);
        Long taken = written.get(deadLetters);
        if (taken != null && taken < largest) {
            problems.add(
                    "deadLetter.topic: takes records of "
                            + taken
                            + " bytes, and the source's can have "
                            + largest
                            + ", so that a large one could not be kept; raise max.message.bytes of "
                            + deadLetters);
        }
        return problems;
    }

    private static List<Wanted> written(JobSpec spec) {
        List<Wanted> written = new ArrayList<>();
        SinkTopics.of(spec).names().forEach((name, path) -> written.add(new Wanted(path, name)));
        written.add(new Wanted("deadLetter.topic", spec.deadLetter().topic()));
        return written;
    }

    private record Wanted(String path, String topic) {}

    /**
     * Returns the largest record that each wanted topic takes, in bytes, for those that exist; null
     * if Kafka does not answer.
     */
    private static @Nullable Map<String, Long> check(
            String path,
            String servers,
            Map<String, String> clientProperties,
            List<Wanted> wanted,
            List<String> problems)
            throws InterruptedException {
        Map<String, Object> config = new HashMap<>(clientProperties);
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        int millis = (int) PATIENCE.toMillis();
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 3);
        try (Admin admin = Admin.create(config)) {
            Set<String> present = admin.listTopics().names().get(millis, TimeUnit.MILLISECONDS);
            wanted.stream()
                    .filter(topic -> !present.contains(topic.topic()))
                    .forEach(topic -> problems.add(missing(topic, servers)));
            return largestRecords(
                    admin, wanted.stream().map(Wanted::topic).filter(present::contains).toList());
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
            return null;
        }
    }

    private static String missing(Wanted wanted, String servers) {
        return wanted.path()
                + ": the topic \""
                + wanted.topic()
                + "\" does not exist on "
                + servers
                + "; create it, or correct the name";
    }

    /** Whoever may not see the settings of topics is spared the comparison. */
    private static Map<String, Long> largestRecords(Admin admin, List<String> topics)
            throws InterruptedException, TimeoutException {
        List<ConfigResource> resources =
                topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList();
        Map<String, Long> sizes = new HashMap<>();
        try {
            admin.describeConfigs(resources)
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach(
                            (topic, config) ->
                                    sizes.put(
                                            topic.name(),
                                            Long.parseLong(
                                                    config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                                                            .value())));
        } catch (ExecutionException denied) {
            LOG.warn("The sizes of the topics' records are not known: {}", rootMessage(denied));
        }
        return sizes;
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
