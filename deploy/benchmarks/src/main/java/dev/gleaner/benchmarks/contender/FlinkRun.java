package dev.gleaner.benchmarks.contender;

import dev.gleaner.job.EnrichmentJob;
import dev.gleaner.local.LocalCluster;
import dev.gleaner.model.SourceRecord;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SpecLoader;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Contenders (b) to (f): a job on a cluster of its own with one slot, until the JVM ends. */
final class FlinkRun {
    private static final long TIMEOUT_SECONDS = 120;

    private FlinkRun() {}

    /** Starts the job and returns its address in Flink's REST API. */
    static URI start(ClientSettings settings, Consumer<Throwable> whenFailed) throws Exception {
        LocalCluster cluster = LocalCluster.start(settings.directory(), 1, "0");
        StreamExecutionEnvironment env = cluster.environment();
        env.enableCheckpointing(settings.checkpointMillis());
        define(env, settings);
        JobClient job = env.executeAsync("benchmark");
        var unused =
                job.getJobExecutionResult()
                        .whenComplete(
                                (result, failure) -> {
                                    if (failure != null) {
                                        whenFailed.accept(failure);
                                    }
                                });
        return cluster.webAddress().resolve("/jobs/" + job.getJobID());
    }

    private static void define(StreamExecutionEnvironment env, ClientSettings settings)
            throws Exception {
        switch (settings.contender()) {
            case NAIVE ->
                    asUsersDo(
                            env,
                            settings,
                            new NaiveFunction(
                                    Question.read(settings.examples()), settings.endpoint()));
            case SDK ->
                    asUsersDo(
                            env,
                            settings,
                            new SdkFunction(
                                    Question.read(settings.examples()),
                                    settings.endpoint(),
                                    settings.capacity()));
            case FUNCTION -> {
                RecordGenerator records =
                        new RecordGenerator(settings.examples(), settings.recordBytes());
                EnrichmentJob.define(
                        env,
                        spec(settings),
                        generated(records, TypeInformation.of(SourceRecord.class)),
                        new DiscardingSink<>());
            }
            case JOB -> EnrichmentJob.define(env, spec(settings));
            case QUERY ->
                    Query.define(
                            env,
                            settings,
                            env.fromSource(
                                    generated(
                                            new MessageGenerator(
                                                    settings.examples(), settings.recordBytes()),
                                            Types.STRING),
                                    WatermarkStrategy.noWatermarks(),
                                    "source"));
            case LOOP -> throw new IllegalArgumentException("the loop is no job");
        }
    }

    private static JobSpec spec(ClientSettings settings) throws Exception {
        return SpecLoader.load(settings.spec(), name -> null);
    }

    private static void asUsersDo(
            StreamExecutionEnvironment env,
            ClientSettings settings,
            AsyncFunction<String, String> function) {
        MessageGenerator messages =
                new MessageGenerator(settings.examples(), settings.recordBytes());
        DataStream<String> records =
                env.fromSource(
                        generated(messages, Types.STRING),
                        WatermarkStrategy.noWatermarks(),
                        "source");
        AsyncDataStream.unorderedWait(
                        records, function, TIMEOUT_SECONDS, TimeUnit.SECONDS, settings.capacity())
                .sinkTo(new DiscardingSink<>());
    }

    private static <T> DataGeneratorSource<T> generated(
            GeneratorFunction<Long, T> records, TypeInformation<T> type) {
        return new DataGeneratorSource<>(records, Long.MAX_VALUE, type);
    }
}
