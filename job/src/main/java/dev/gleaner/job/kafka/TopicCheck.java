package dev.gleaner.job.kafka;

import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SinkTopics;
import dev.gleaner.spec.SourceSpec;
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

    /**
     * What was found.
     *
     * @param problems each with its fix; empty if all topics are there
     * @param unchecked what could not be looked at from here, and why
     * @param limits what the topics take, by their names, as far as it is known
     */
    public record Findings(
            List<String> problems, List<String> unchecked, Map<String, TopicLimit> limits) {}

    private final List<String> problems = new ArrayList<>();
    private final List<String> unchecked = new ArrayList<>();

    private TopicCheck() {}

    /**
     * Looks.
     *
     * @throws InterruptedException if the thread is interrupted while it waits for the brokers
     */
    public static Findings look(JobSpec spec) throws InterruptedException {
        TopicCheck check = new TopicCheck();
        Map<String, TopicLimit> limits = check.topics(spec);
        return new Findings(check.problems, check.unchecked, limits);
    }

    /** Returns what the topics take that are written. */
    private Map<String, TopicLimit> topics(JobSpec spec) throws InterruptedException {
        SourceSpec source = spec.source();
        @Nullable Map<String, TopicLimit> read =
                check(
                        "source",
                        source.bootstrapServers(),
                        source.properties().values(),
                        source.topics().stream()
                                .map(topic -> new Wanted("source.topics", topic))
                                .toList());
        boolean oneCluster = source.bootstrapServers().equals(spec.sink().bootstrapServers());
        if (oneCluster && read == null) {
            return Map.of();
        }
        @Nullable Map<String, TopicLimit> written =
                check(
                        "sink",
                        spec.sink().bootstrapServers(),
                        spec.sink().properties().values(),
                        written(spec));
        if (written != null) {
            checkPolicy(spec.deadLetter().topic(), written);
        }
        if (read != null && written != null) {
            checkDeadLetters(spec.deadLetter().topic(), read.values(), written);
        }
        return written == null ? Map.of() : written;
    }

    private void checkPolicy(String topic, Map<String, TopicLimit> written) {
        TopicLimit taken = written.get(topic);
        if (taken != null && taken.compacted()) {
            problems.add("deadLetter.topic: " + CompactedDeadLettersException.message(topic));
        }
    }

    private void checkDeadLetters(
            String topic, Collection<TopicLimit> read, Map<String, TopicLimit> written) {
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
    private @Nullable Map<String, TopicLimit> check(
            String section,
            String servers,
            Map<String, String> clientProperties,
            List<Wanted> wanted)
            throws InterruptedException {
        Map<String, Object> config = new HashMap<>(KafkaSecrets.forClient(clientProperties));
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
        } catch (KafkaSecretException notHere) {
            unchecked.add(
                    section + ": the topics are not looked at from here: " + notHere.getMessage());
            return null;
        } catch (ExecutionException | TimeoutException | KafkaException error) {
            problems.add(
                    KafkaErrors.isRefusal(error)
                            ? refused(section, servers, error)
                            : unreachable(section, servers, error));
            return null;
        }
    }

    private static String refused(String section, String servers, Exception error) {
        return section
                + ".properties: Kafka at "
                + servers
                + " was reached, and the login failed ("
                + KafkaErrors.rootMessage(error)
                + "); check security.protocol, the sasl.* and ssl.* properties, and the secrets"
                + " they refer to";
    }

    private static String unreachable(String section, String servers, Exception error) {
        return section
                + ".bootstrapServers: no answer from Kafka at "
                + servers
                + " within "
                + PATIENCE.toSeconds()
                + " s ("
                + KafkaErrors.rootMessage(error)
                + "); check the address, security.protocol, and that this machine can reach it";
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
