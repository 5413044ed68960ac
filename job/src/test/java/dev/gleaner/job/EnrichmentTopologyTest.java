package dev.gleaner.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.enrich.EnrichmentFunction;
import dev.gleaner.gemini.HttpGeminiClient;
import dev.gleaner.job.kafka.KafkaEdges;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SpecException;
import dev.gleaner.spec.SpecLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichmentTopologyTest {
    private static final String SPEC =
            """
            name: tiny
            source: {bootstrapServers: "localhost:9092", topics: [in]}
            model: {endpoint: "http://localhost:1", name: gemini-x, apiKey: "env:KEY"}
            prompt: {user: "{{record}}"}
            output: {responseSchema: {type: STRING}}
            async: {order: ORDER}
            sink: {topic: out, delivery: exactly-once}
            deadLetter: {topic: dead}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"none", "source"})
    void sourceFunctionAndSink_areOneChain(String order) throws SpecException {
        JobGraph graph = graph(order).getJobGraph();
        assertThat(graph.getVertices())
                .singleElement()
                .satisfies(
                        vertex ->
                                assertThat(vertex.getName())
                                        .startsWith("Source: source -> enrichment -> sink"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "source"})
    void everyOperatorWithState_hasAUidOfItsOwn(String order) throws SpecException {
        List<String> uids =
                graph(order).getStreamNodes().stream()
                        .map(StreamNode::getTransformationUID)
                        .toList();
        assertThat(uids).doesNotContainNull().doesNotHaveDuplicates();
    }

    /** Kryo is switched off, so that a type that would need it is an error here. */
    private static StreamGraph graph(String order) throws SpecException {
        JobSpec spec = SpecLoader.parse(SPEC.replace("ORDER", order), Path.of("."), name -> null);
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        EnrichmentTopology.define(
                env,
                KafkaEdges.source(spec),
                new EnrichmentFunction(
                        SpecTranslation.enrichment(spec),
                        HttpGeminiClient::new,
                        (endpoint, key) -> {
                            throw new IllegalStateException();
                        }),
                SpecTranslation.async(spec),
                KafkaEdges.sink(spec, Map.of()));
        return env.getStreamGraph();
    }
}
