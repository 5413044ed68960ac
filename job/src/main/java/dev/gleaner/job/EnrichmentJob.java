package dev.gleaner.job;

import dev.gleaner.enrich.EnrichmentFunction;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.job.kafka.KafkaEdges;
import dev.gleaner.job.kafka.TopicCheck;
import dev.gleaner.job.spec.Delivery;
import dev.gleaner.job.spec.JobSpec;
import java.util.List;
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
        checkDelivery(env, spec);
        List<String> problems = TopicCheck.problems(spec);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        EnrichmentTopology.define(
                env,
                KafkaEdges.source(spec),
                new EnrichmentFunction(settings, HttpGeminiClient::new),
                SpecTranslation.async(spec),
                KafkaEdges.sink(spec));
    }

    private static void checkDelivery(StreamExecutionEnvironment env, JobSpec spec) {
        if (env.getCheckpointConfig().isCheckpointingEnabled()) {
            return;
        }
        if (spec.sink().delivery() == Delivery.EXACTLY_ONCE) {
            throw new IllegalArgumentException(
                    "sink.delivery: exactly-once needs checkpoints, which end the transactions;"
                            + " set execution.checkpointing.interval in Flink's configuration");
        }
        if (spec.source().stopAt() == null) {
            LOG.warn(
                    "Checkpointing is off: a restarted job begins again at source.startFrom, and"
                            + " pays again. Set execution.checkpointing.interval.");
        }
    }
}
