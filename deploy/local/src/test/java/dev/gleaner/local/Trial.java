package dev.gleaner.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * One job of a test: records in, a spec, results out.
 *
 * @param system where it runs
 * @param name the job's name, and the beginning of its topics' names
 * @param keyFile where the API key is
 */
record Trial(EndToEnd system, String name, Path keyFile) {
    static final int PARTITIONS = 2;

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(300);
    private static final Duration RESTART_DELAY = Duration.ofMillis(100);
    private static final int MAX_REQUEST_BYTES = 16 << 20;

    String source() {
        return name + "-in";
    }

    String enriched() {
        return name + "-enriched";
    }

    String deadLetters() {
        return name + "-dead-letters";
    }

    void createTopics() throws ExecutionException, InterruptedException {
        for (String topic : List.of(source(), enriched(), deadLetters())) {
            system.kafka().createTopic(topic, PARTITIONS);
        }
    }

    /**
     * The example's spec turned towards this trial, ending at the last record, with short waits.
     */
    SpecText spec() throws IOException {
        return spec("bank-messages");
    }

    /** The same for another example. */
    SpecText spec(String example) throws IOException {
        return SpecText.ofExample(example)
                .with("name", name)
                .with("source.bootstrapServers", system.kafka().bootstrapServers())
                .with("source.topics", List.of(source()))
                .with("source.stopAt", "latest")
                .with("model.endpoint", system.simulator().baseUri().toString())
                .with("model.apiKey", "file:" + keyFile)
                .with("call.backoff.initial", "20 ms")
                .with("sink.topic", enriched())
                .with("deadLetter.topic", deadLetters());
    }

    void load(List<Message> messages) throws ExecutionException, InterruptedException {
        load(source(), messages);
    }

    void load(String topic, List<Message> messages)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        system.kafka().bootstrapServers(),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        MAX_REQUEST_BYTES);
        List<Future<?>> sent = new ArrayList<>();
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < messages.size(); i++) {
                sent.add(producer.send(messages.get(i).toRecord(topic, i)));
            }
        }
        for (Future<?> written : sent) {
            written.get();
        }
    }

    /**
     * Submits the job, which is restarted by Flink's usual strategy, but sooner.
     *
     * @throws Exception as Flink declares it, and if the spec cannot work here
     */
    RunningJob submit(SpecText spec, Duration checkpointInterval) throws Exception {
        return submit(environment(checkpointInterval), spec);
    }

    private RunningJob submit(StreamExecutionEnvironment environment, SpecText spec)
            throws Exception {
        return new RunningJob(
                LocalMain.submit(environment, spec.load()), system.cluster().webAddress());
    }

    private StreamExecutionEnvironment environment(Duration checkpointInterval) {
        StreamExecutionEnvironment environment = system.cluster().environment();
        Configuration flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                RESTART_DELAY);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        environment.configure(flink);
        return environment;
    }

    /**
     * Starts the job with many checkpoints.
     *
     * @param parallelism subtasks, as many as there are slots at most
     * @param from the savepoint or checkpoint to go on from, or null to start anew
     * @throws Exception as Flink declares it, and if the spec cannot work here
     */
    RunningJob start(SpecText spec, int parallelism, @Nullable String from) throws Exception {
        StreamExecutionEnvironment environment = environment(CHECKPOINT_INTERVAL);
        environment.setParallelism(parallelism);
        if (from != null) {
            Configuration flink = new Configuration();
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
            environment.configure(flink);
        }
        return submit(environment, spec);
    }

    /** Runs the job to its end, with many checkpoints, and returns what it wrote. */
    Results run(SpecText spec) throws Exception {
        try (RunningJob job = submit(spec, CHECKPOINT_INTERVAL)) {
            job.finish();
        }
        return results();
    }

    Results results() {
        return Results.read(system.kafka().bootstrapServers(), enriched(), deadLetters());
    }
}
