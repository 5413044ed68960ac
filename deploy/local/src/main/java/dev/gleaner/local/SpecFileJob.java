package dev.gleaner.local;

import dev.gleaner.job.EnrichmentJob;
import dev.gleaner.job.spec.ClientProperties;
import dev.gleaner.job.spec.JobSpec;
import dev.gleaner.job.spec.ModelSpec;
import dev.gleaner.job.spec.SecretReference;
import dev.gleaner.job.spec.SinkSpec;
import dev.gleaner.job.spec.SourceSpec;
import dev.gleaner.job.spec.SpecException;
import dev.gleaner.job.spec.SpecLoader;
import dev.gleaner.job.spec.StartFrom;
import dev.gleaner.job.spec.StopAt;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A spec file's job, with its addresses replaced by local ones; all else as the file says. */
final class SpecFileJob implements LocalJob {
    private final JobSpec spec;

    private SpecFileJob(JobSpec spec) {
        this.spec = spec;
    }

    /**
     * Reads and checks a spec.
     *
     * @throws InputException if the spec cannot be used; the message names all that is wrong
     */
    static SpecFileJob read(Path file) throws InputException {
        JobSpec spec;
        try {
            spec = SpecLoader.load(file, System::getenv);
        } catch (SpecException invalid) {
            throw new InputException(String.valueOf(invalid.getMessage()));
        }
        if (spec.source().topicPattern() != null) {
            throw new InputException(
                    file
                            + ": source.topicPattern: a local run needs source.topics, to create"
                            + " them");
        }
        return new SpecFileJob(spec);
    }

    @Override
    public List<String> sourceTopics() {
        return spec.source().topics();
    }

    @Override
    public String enrichedTopic() {
        return spec.sink().topic();
    }

    @Override
    public String deadLetterTopic() {
        return spec.deadLetter().topic();
    }

    @Override
    public JobClient submit(StreamExecutionEnvironment environment, Addresses addresses)
            throws Exception {
        EnrichmentJob.define(environment, local(spec, addresses));
        return environment.executeAsync(spec.name());
    }

    /** Returns the spec, bounded by what the topics hold now, and with the given addresses. */
    static JobSpec local(JobSpec spec, Addresses addresses) {
        SourceSpec source = spec.source();
        ModelSpec model = spec.model();
        SinkSpec sink = spec.sink();
        URI endpoint = addresses.endpoint().uri();
        ClientProperties none = new ClientProperties(Map.of());
        return new JobSpec(
                spec.name(),
                new SourceSpec(
                        addresses.bootstrapServers(),
                        source.topics(),
                        null,
                        source.format(),
                        new StartFrom(StartFrom.Position.EARLIEST, null),
                        new StopAt(null),
                        source.tombstones(),
                        source.maxRecordBytes(),
                        none),
                new ModelSpec(
                        endpoint,
                        model.name(),
                        new SecretReference(addresses.endpoint().apiKey()),
                        model.auth(),
                        model.allowInsecureEndpoint(),
                        model.generationConfig()),
                spec.prompt(),
                spec.output(),
                spec.call(),
                spec.async(),
                new SinkSpec(
                        addresses.bootstrapServers(),
                        sink.topic(),
                        sink.layout(),
                        sink.mergeField(),
                        sink.delivery(),
                        none),
                spec.deadLetter());
    }
}
