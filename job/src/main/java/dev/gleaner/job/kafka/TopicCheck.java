package dev.gleaner.job.kafka;

import dev.gleaner.job.spec.JobSpec;
import dev.gleaner.job.spec.SinkTopics;
import dev.gleaner.job.spec.SourceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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
import org.jspecify.annotations.Nullable;

/**
 * Looks at submission whether the topics exist. At run time a missing one would show as a producer
 * that waits for a minute, or worse, be created by the broker with settings nobody chose.
 */
public final class TopicCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private TopicCheck() {}

    /**
     * What was found.
     *
     * @param problems each with its fix; empty if all topics are there
     * @param limits what the topics take, by their names, as far as it is known
     */
    public record Findings(List<String> problems, Map<String, TopicLimit> limits) {}

    /**
     * Looks.
     *
     * @throws InterruptedException if the thread is interrupted while it waits for the brokers
     */
    public static Findings look(JobSpec spec) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        Map<String, TopicLimit> limits = look(spec, problems);
        return new Findings(problems, limits);
    }

    /** Returns what the topics take that are written. */
    private static Map<String, TopicLimit> look(JobSpec spec, List<String> problems)
            throws InterruptedException {
        SourceSpec source = spec.source();
        @Nullable Map<String, TopicLimit> read =
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
            return Map.of();
        }
        @Nullable Map<String, TopicLimit> written =
                check(
                        "sink.bootstrapServers",
                        spec.sink().bootstrapServers(),
                        spec.sink().properties().values(),
                        written(spec),
                        problems);
        if (read != null && written != null) {
            checkDeadLetters(spec.deadLetter().topic(), read.values(), written, problems);
        }
        return written == null ? Map.of() : written;
    }

    private static void checkDeadLetters(
            String topic,
            Collection<TopicLimit> read,
            Map<String, TopicLimit> written,
            List<String> problems) {
        long largest = read.stream().mapToLong(TopicLimit::batchBytes).max().orElse(0);
        TopicLimit taken = written.get(topic);
        if (taken != null && taken.batchBytes() < largest) {
            problems.add(
                    "deadLetter.topic: takes records of "
                            + taken.batchBytes()
                            + " bytes, and the source's can have "
                            + largest
                            + ", so that a large one could not be kept; raise max.message.bytes of "
                            + topic);
        }
    }

    private static List<Wanted> written(JobSpec spec) {
        List<Wanted> written = new ArrayList<>();
        SinkTopics.of(spec).names().forEach((name, path) -> written.add(new Wanted(path, name)));
        written.add(new Wanted("deadLetter.topic", spec.deadLetter().topic()));
        return written;
    }

    private record Wanted(String path, String topic) {}

    /**
     * Returns what each wanted topic takes, for those that exist and whose settings may be seen;
     * null if Kafka does not answer.
     */
    private static @Nullable Map<String, TopicLimit> check(
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
            return TopicLimits.read(
                    admin,
                    wanted.stream().map(Wanted::topic).filter(present::contains).toList(),
                    PATIENCE);
        } catch (ExecutionException | TimeoutException | KafkaException unreachable) {
            problems.add(
                    path
                            + ": no answer from Kafka at "
                            + servers
                            + " within "
                            + PATIENCE.toSeconds()
                            + " s ("
                            + KafkaErrors.rootMessage(unreachable)
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
}
