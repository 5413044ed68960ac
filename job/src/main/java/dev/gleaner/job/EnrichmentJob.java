package dev.gleaner.job;

import dev.gleaner.enrich.EnrichmentFunction;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.job.kafka.KafkaEdges;
import dev.gleaner.job.kafka.TopicCheck;
import dev.gleaner.job.spec.Delivery;
import dev.gleaner.job.spec.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the job that a spec describes into a Flink environment, which then executes it. */
public final class EnrichmentJob {
    private static final Logger LOG = LoggerFactory.getLogger(EnrichmentJob.class);

    private EnrichmentJob() {}

    /**
     * Checks the spec against its surroundings and defines the topology.
     *
     * @throws IllegalArgumentException if the spec cannot work, in itself or here: a topic that
     *     does not exist, exactly-once without checkpoints; the message lists all that was found
     * @throws InterruptedException if the thread is interrupted while it asks Kafka
     */
    public static void define(StreamExecutionEnvironment env, JobSpec spec)
            throws InterruptedException {
        EnrichmentSettings settings = SpecTranslation.enrichment(spec);
        refuse(surroundings(env, spec));
        refuse(TopicCheck.problems(spec));
        keepCheckpoints(env, spec);
        EnrichmentTopology.define(
                env,
                KafkaEdges.source(spec),
                new EnrichmentFunction(settings, HttpGeminiClient::new),
                SpecTranslation.async(spec),
                KafkaEdges.sink(spec));
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
    }

    /** What only shows against Flink's configuration and the clock. */
    private static List<String> surroundings(StreamExecutionEnvironment env, JobSpec spec) {
        List<String> problems = new ArrayList<>();
        CheckpointConfig checkpoints = env.getCheckpointConfig();
        if (spec.sink().delivery() == Delivery.EXACTLY_ONCE) {
            if (!checkpoints.isCheckpointingEnabled()) {
                problems.add(
                        "sink.delivery: exactly-once needs checkpoints, which end the transactions;"
                                + " set execution.checkpointing.interval in Flink's configuration");
            }
            Duration open =
                    spec.call()
                            .deadline()
                            .plusMillis(Math.max(0, checkpoints.getCheckpointInterval()));
            if (open.compareTo(KafkaEdges.transactionTimeout(spec)) >= 0) {
                problems.add(
                        "call.deadline: with the checkpoint interval it exceeds the transaction's"
                                + " timeout, and Kafka would abort what is being written; shorten"
                                + " it, or raise transaction.timeout.ms in sink.properties and"
                                + " transaction.max.timeout.ms on the brokers");
            }
        }
        if (spec.source().stopAt() != null
                && spec.source().stopAt().instant() != null
                && spec.source().stopAt().instant().isAfter(Instant.now())) {
            problems.add(
                    "source.stopAt: lies in the future, where Kafka has no records yet to stop"
                            + " at; name an instant that has passed, or latest");
        }
        return problems;
    }

    /**
     * Has the last checkpoint kept when the job ends, unless the user says otherwise: it is what a
     * job goes on from without paying twice.
     */
    private static void keepCheckpoints(StreamExecutionEnvironment env, JobSpec spec) {
        CheckpointConfig checkpoints = env.getCheckpointConfig();
        if (!checkpoints.isCheckpointingEnabled()) {
            if (spec.source().stopAt() == null) {
                LOG.warn(
                        "Checkpointing is off: a restarted job begins again at source.startFrom. It"
                                + " pays again for what it had enriched, and with startFrom: latest"
                                + " it skips what came in between. Set"
                                + " execution.checkpointing.interval.");
            }
        } else if (env.getConfiguration()
                        .getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                        .isPresent()
                && checkpoints.getExternalizedCheckpointRetention()
                        == ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS) {
            checkpoints.setExternalizedCheckpointRetention(
                    ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        }
    }
}
