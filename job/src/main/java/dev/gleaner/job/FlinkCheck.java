package dev.gleaner.job;

import dev.gleaner.job.kafka.KafkaEdges;
import dev.gleaner.spec.Delivery;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.StopAt;
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

/** What a spec must fit besides itself: Flink's configuration, and the time it is submitted. */
final class FlinkCheck {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkCheck.class);

    private FlinkCheck() {}

    /** Returns the problems found, each with its fix. */
    static List<String> problems(CheckpointConfig checkpoints, JobSpec spec, Instant now) {
        List<String> problems = new ArrayList<>();
        if (spec.sink().delivery() == Delivery.EXACTLY_ONCE) {
            checkTransactions(checkpoints, spec, problems);
        }
        StopAt stop = spec.source().stopAt();
        if (stop != null && stop.instant() != null && stop.instant().isAfter(now)) {
            problems.add(
                    "source.stopAt: lies in the future, where Kafka has no records yet to stop"
                            + " at; name an instant that has passed, or latest");
        }
        return problems;
    }

    private static void checkTransactions(
            CheckpointConfig checkpoints, JobSpec spec, List<String> problems) {
        if (!checkpoints.isCheckpointingEnabled()) {
            problems.add(
                    "sink.delivery: exactly-once needs checkpoints, which end the transactions;"
                            + " set execution.checkpointing.interval in Flink's configuration");
            return;
        }
        Duration open =
                spec.enrichment().call().deadline().plusMillis(checkpoints.getCheckpointInterval());
        Duration timeout = KafkaEdges.transactionTimeout(spec);
        if (open.compareTo(timeout) >= 0) {
            problems.add(
                    "call.deadline: with execution.checkpointing.interval it is "
                            + open.toSeconds()
                            + " s, and Kafka ends transactions after "
                            + timeout.toSeconds()
                            + " s; shorten it, or raise transaction.timeout.ms in sink.properties"
                            + " and transaction.max.timeout.ms on the brokers");
        }
    }

    /**
     * Has Flink keep the last checkpoint when the job ends, unless the user says otherwise: it is
     * what a job goes on from without a gap and without paying twice.
     */
    static void keepLastCheckpoint(StreamExecutionEnvironment env, JobSpec spec) {
        CheckpointConfig checkpoints = env.getCheckpointConfig();
        if (checkpoints.isCheckpointingEnabled()) {
            boolean kept =
                    env.getConfiguration()
                            .getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                            .isPresent();
            if (kept
                    && checkpoints.getExternalizedCheckpointRetention()
                            == ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS) {
                checkpoints.setExternalizedCheckpointRetention(
                        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
            }
        } else if (spec.source().stopAt() == null) {
            LOG.warn(
                    "Checkpointing is off: a restarted job begins again at source.startFrom. It"
                            + " pays again for what it had enriched, and with startFrom: latest it"
                            + " skips what came in between. Set execution.checkpointing.interval.");
        }
    }
}
