package dev.gleaner.job;

import dev.gleaner.enrich.EnrichmentFunction;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.gemini.HttpCacheClient;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.job.kafka.KafkaEdges;
import dev.gleaner.job.kafka.KafkaPropertiesCheck;
import dev.gleaner.job.kafka.NamesakeCheck;
import dev.gleaner.job.kafka.TopicCheck;
import dev.gleaner.model.EnrichmentResult;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.spec.JobSpec;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
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
        Remarks remarks = define(env, spec, SpecTranslation.enrichment(spec));
        remarks.unchecked().forEach(LOG::warn);
        remarks.warnings().forEach(LOG::warn);
    }

    /**
     * The findings at submission that do not refuse a spec.
     *
     * @param unchecked what could not be checked from here, and why
     * @param warnings what may be wrong
     */
    record Remarks(List<String> unchecked, List<String> warnings) {}

    /**
     * Does the same with a spec that is translated already: making the validator of a schema takes
     * seconds on a cold JVM.
     *
     * @param settings of this spec
     */
    static Remarks define(StreamExecutionEnvironment env, JobSpec spec, EnrichmentSettings settings)
            throws InterruptedException {
        refuse(KafkaPropertiesCheck.problems(spec));
        refuse(FlinkCheck.problems(env.getCheckpointConfig(), spec, Instant.now()));
        TopicCheck.Findings topics = TopicCheck.look(spec);
        refuse(topics.problems());
        List<String> warnings = NamesakeCheck.warnings(spec);
        FlinkCheck.keepLastCheckpoint(env, spec);
        define(
                env,
                spec,
                settings,
                KafkaEdges.source(spec),
                KafkaEdges.sink(spec, topics.limits()));
        return new Remarks(topics.unchecked(), warnings);
    }

    /**
     * Defines the topology between a source and a sink of the caller's own; what the spec says of
     * Kafka is not looked at.
     *
     * @throws IllegalArgumentException if the spec cannot work in itself
     */
    public static void define(
            StreamExecutionEnvironment env,
            JobSpec spec,
            Source<SourceRecord, ?, ?> source,
            Sink<EnrichmentResult> sink) {
        define(env, spec, SpecTranslation.enrichment(spec), source, sink);
    }

    private static void define(
            StreamExecutionEnvironment env,
            JobSpec spec,
            EnrichmentSettings settings,
            Source<SourceRecord, ?, ?> source,
            Sink<EnrichmentResult> sink) {
        EnrichmentTopology.define(
                env,
                source,
                new EnrichmentFunction(settings, HttpGeminiClient::new, HttpCacheClient::new),
                SpecTranslation.async(spec),
                sink);
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
    }
}
