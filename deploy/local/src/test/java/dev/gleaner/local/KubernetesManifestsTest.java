package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.job.JobMain;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.SpecLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.client.deployment.application.ApplicationConfiguration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The overlays as kustomize renders them; there is no cluster to apply them to. */
@RequiresProgram("kubectl")
class KubernetesManifestsTest {
    private static final String POD = "/spec/podTemplate/spec";
    private static final String CONTAINER = POD + "/containers/0";

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void manifests_fitTheirSchemas(String overlay) throws Exception {
        ManifestSchemas schemas = new ManifestSchemas();
        assertThat(Manifests.of(overlay).documents())
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(manifest -> assertThat(schemas.problems(manifest)).isEmpty());
    }

    @Test
    void unknownFields_areFound() throws Exception {
        ManifestSchemas schemas = new ManifestSchemas();
        Manifests manifests = Manifests.of("staging");
        JsonNode deployment = manifests.flinkDeployment();
        ((ObjectNode) deployment.at(CONTAINER + "/securityContext")).put("readOnlyRootFs", true);
        assertThat(schemas.problems(deployment))
                .singleElement()
                .asString()
                .contains("readOnlyRootFs");
        JsonNode policy = manifests.one("NetworkPolicy", "gleaner");
        ((ObjectNode) policy.path("spec")).put("ingres", true);
        assertThat(schemas.problems(policy)).singleElement().asString().contains("ingres");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void restApi_isReachedByTheOperatorOfItsNamespaceOnly(String overlay) throws Exception {
        JsonNode rules = Manifests.of(overlay).one("NetworkPolicy", "gleaner").at("/spec/ingress");
        List<JsonNode> opened =
                Stream.iterate(0, i -> i < rules.size(), i -> i + 1)
                        .map(rules::get)
                        .filter(rule -> rule.at("/ports/0/port").asInt() == 8081)
                        .toList();

        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).path("from")).hasSize(1);
        JsonNode peer = opened.get(0).at("/from/0");
        assertThat(peer.at("/namespaceSelector/matchLabels/kubernetes.io~1metadata.name").asText())
                .isEqualTo("flink-operator");
        assertThat(peer.at("/podSelector/matchLabels/app.kubernetes.io~1name").asText())
                .isEqualTo("flink-kubernetes-operator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void spec_isValid_whereThePodsHaveIt(String overlay, @TempDir Path directory) throws Exception {
        Manifests manifests = Manifests.of(overlay);
        JsonNode files = manifests.one("ConfigMap", "gleaner-job-");
        JsonNode variables = manifests.one("ConfigMap", "gleaner-environment-");
        JsonNode deployment = manifests.flinkDeployment();
        for (Map.Entry<String, JsonNode> file : files.path("data").properties()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue().asText());
        }

        JobSpec spec =
                SpecLoader.load(
                        directory.resolve("spec.yaml"),
                        name -> variables.path("data").path(name).textValue());

        assertThat(spec.enrichment().model().apiKey().toString())
                .contains(mountPath(deployment, "key") + "/api-key");
        assertThat(named(deployment.at(POD + "/volumes"), "job").at("/configMap/name"))
                .isEqualTo(files.at("/metadata/name"));
        assertThat(deployment.at(CONTAINER + "/envFrom/0/configMapRef/name"))
                .isEqualTo(variables.at("/metadata/name"));
        String[] arguments = texts(deployment.at("/spec/job/args")).toArray(String[]::new);
        CommandLine.ParseResult parsed = new CommandLine(JobMain.class).parseArgs(arguments);
        assertThat(parsed.<Path>matchedOptionValue("--spec", Path.of("")))
                .isEqualTo(Path.of(mountPath(deployment, "job"), "spec.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void flinkConfiguration_isOfOptionsThatFlinkHas_andItsMemoryAddsUp(String overlay)
            throws Exception {
        JsonNode spec = Manifests.of(overlay).flinkDeployment().path("spec");
        Map<String, String> options = new HashMap<>();
        spec.path("flinkConfiguration")
                .properties()
                .forEach(option -> options.put(option.getKey(), option.getValue().asText()));
        assertThat(options.keySet())
                .filteredOn(key -> !key.startsWith("kubernetes.operator."))
                .filteredOn(key -> !key.startsWith("job.autoscaler."))
                .filteredOn(key -> !key.startsWith("metrics.reporter."))
                .isSubsetOf(knownOptions());
        Configuration flink = Configuration.fromMap(options);
        flink.set(
                TaskManagerOptions.TOTAL_PROCESS_MEMORY,
                MemorySize.parse(spec.at("/taskManager/resource/memory").asText()));
        MemorySize heap = TaskExecutorProcessUtils.processSpecFromConfig(flink).getTaskHeapSize();
        assertThat(heap).isGreaterThan(MemorySize.ofMebiBytes(768));
    }

    private static Set<String> knownOptions() {
        return Stream.of(
                        ApplicationConfiguration.class,
                        CheckpointingOptions.class,
                        DeploymentOptions.class,
                        HighAvailabilityOptions.class,
                        StateBackendOptions.class,
                        TaskManagerOptions.class)
                .flatMap(options -> ConfigUtils.getAllConfigOptions(options).stream())
                .map(option -> option.key())
                .collect(Collectors.toSet());
    }

    private static String mountPath(JsonNode deployment, String volume) throws IOException {
        return named(deployment.at(CONTAINER + "/volumeMounts"), volume).path("mountPath").asText();
    }

    private static JsonNode named(JsonNode list, String name) throws IOException {
        for (JsonNode each : list) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new IOException(name + " is not in " + list);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
