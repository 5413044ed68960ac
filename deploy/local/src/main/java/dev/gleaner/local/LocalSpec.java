package dev.gleaner.local;

import dev.gleaner.spec.ClientProperties;
import dev.gleaner.spec.EnrichmentSpec;
import dev.gleaner.spec.FallbackSpec;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.ModelSpec;
import dev.gleaner.spec.SecretReference;
import dev.gleaner.spec.SinkSpec;
import dev.gleaner.spec.SourceSpec;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import dev.gleaner.spec.StartFrom;
import dev.gleaner.spec.StopAt;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A user's spec turned towards this JVM: its own brokers and endpoint, from the first record to the
 * last one loaded. All else stays as it is written.
 */
final class LocalSpec {
    private static final String TOPIC_OF_A_PATTERN = "messages";
    private static final Pattern SECURITY = Pattern.compile("(security|sasl|ssl)\\..*");

    private LocalSpec() {}

    /**
     * Reads a spec that names at least one topic.
     *
     * @throws InputException with every problem of the spec
     */
    static JobSpec read(Path file) throws InputException {
        try {
            return withTopic(SpecLoader.load(file, System::getenv));
        } catch (SpecException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static JobSpec withTopic(JobSpec spec) throws InputException {
        SourceSpec source = spec.source();
        Pattern pattern = source.topicPattern();
        if (pattern == null) {
            return spec;
        }
        if (!pattern.matcher(TOPIC_OF_A_PATTERN).matches()) {
            throw new InputException(
                    "source.topicPattern: here the topic is called "
                            + TOPIC_OF_A_PATTERN
                            + ", which "
                            + pattern
                            + " does not match");
        }
        return with(spec, with(source, List.of(TOPIC_OF_A_PATTERN), source.bootstrapServers()));
    }

    /** Returns the spec with these addresses in place of its own. */
    static JobSpec localized(JobSpec spec, String bootstrapServers, Endpoint endpoint) {
        SinkSpec sink = spec.sink();
        return new JobSpec(
                spec.name(),
                with(spec.source(), spec.source().topics(), bootstrapServers),
                localized(spec.enrichment(), endpoint),
                new SinkSpec(
                        bootstrapServers,
                        sink.topic(),
                        sink.routes(),
                        sink.layout(),
                        sink.mergeField(),
                        sink.delivery(),
                        withoutSecurity(sink.properties())),
                spec.deadLetter());
    }

    private static EnrichmentSpec localized(EnrichmentSpec spec, Endpoint endpoint) {
        ModelSpec model = spec.model();
        return new EnrichmentSpec(
                new ModelSpec(
                        endpoint.inPlaceOf(model.endpoint()),
                        model.name(),
                        new SecretReference(endpoint.apiKey()),
                        model.auth(),
                        model.allowInsecureEndpoint(),
                        model.http2(),
                        model.caCertificates(),
                        model.proxy(),
                        model.proxyCredentials(),
                        endpoint.directlyCalled(model.noProxy()),
                        model.generationConfig(),
                        model.safetySettings(),
                        model.toolConfig(),
                        model.cachedContent(),
                        model.serviceTier(),
                        model.labels(),
                        model.modelArmorConfig(),
                        model.fallbacks().stream()
                                .map(fallback -> with(fallback, endpoint))
                                .toList()),
                spec.thinking(),
                spec.prompt(),
                spec.output(),
                spec.grounding(),
                spec.tools(),
                spec.attachments(),
                spec.call(),
                spec.async(),
                spec.limits(),
                spec.budget());
    }

    private static JobSpec with(JobSpec spec, SourceSpec source) {
        return new JobSpec(spec.name(), source, spec.enrichment(), spec.sink(), spec.deadLetter());
    }

    private static FallbackSpec with(FallbackSpec fallback, Endpoint endpoint) {
        return new FallbackSpec(
                fallback.name(),
                fallback.endpoint() == null ? null : endpoint.inPlaceOf(fallback.endpoint()),
                new SecretReference(endpoint.apiKey()),
                fallback.auth(),
                fallback.thinking(),
                fallback.reasons());
    }

    private static SourceSpec with(
            SourceSpec source, List<String> topics, String bootstrapServers) {
        return new SourceSpec(
                bootstrapServers,
                topics,
                null,
                source.format(),
                new StartFrom(StartFrom.Position.EARLIEST, null),
                source.onDataLoss(),
                new StopAt(null),
                source.tombstones(),
                source.maxRecordBytes(),
                withoutSecurity(source.properties()));
    }

    /** The broker of this JVM listens on loopback and knows nobody. */
    private static ClientProperties withoutSecurity(ClientProperties properties) {
        return new ClientProperties(
                properties.values().entrySet().stream()
                        .filter(property -> !SECURITY.matcher(property.getKey()).matches())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
