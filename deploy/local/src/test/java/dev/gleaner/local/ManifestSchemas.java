package dev.gleaner.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;

/**
 * Kubernetes' types and the FlinkDeployment's CRD, stricter than an API server, which drops fields
 * that it does not know.
 */
final class ManifestSchemas {
    private static final Map<String, Class<?>> TYPES =
            Map.of(
                    "ConfigMap", ConfigMap.class,
                    "NetworkPolicy", NetworkPolicy.class,
                    "PodMonitor", PodMonitor.class,
                    "Role", Role.class,
                    "RoleBinding", RoleBinding.class,
                    "ServiceAccount", ServiceAccount.class);

    private static final String CRD = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

    /** What the operator has learnt since the version whose CRD this is: 1.11, 1.13 and 1.14. */
    private static final List<String> NEWER_VERSIONS = List.of("v2_0", "v2_1", "v2_2");

    private static final JsonMapper STRICT =
            JsonMapper.builder().annotationIntrospector(new WithoutAnySetter()).build();

    private final Schema flinkDeployment;

    ManifestSchemas() throws IOException {
        flinkDeployment =
                SchemaRegistry.withDialect(Dialects.getDraft202012()).getSchema(schemaOfCrd());
    }

    /** Returns what is wrong with a manifest. */
    List<String> problems(JsonNode manifest) {
        String kind = manifest.path("kind").asText();
        if (kind.equals("FlinkDeployment")) {
            return flinkDeployment.validate(manifest).stream().map(Object::toString).toList();
        }
        Class<?> type = TYPES.get(kind);
        if (type == null) {
            return List.of("no schema for kind " + kind);
        }
        try {
            Object unused = STRICT.treeToValue(manifest, type);
            return List.of();
        } catch (JsonProcessingException e) {
            return List.of(kind + ": " + e.getOriginalMessage());
        }
    }

    private static JsonNode schemaOfCrd() throws IOException {
        String yaml;
        try (InputStream file = FlinkDeploymentSpec.class.getResourceAsStream(CRD)) {
            if (file == null) {
                throw new IOException(CRD + " is not in the class path");
            }
            yaml = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        ObjectNode schema =
                (ObjectNode)
                        YamlFile.documents(yaml)
                                .get(0)
                                .at("/spec/versions/0/schema/openAPIV3Schema");
        ObjectNode properties = (ObjectNode) schema.path("properties");
        properties.putObject("apiVersion").put("const", "flink.apache.org/v1beta1");
        properties.putObject("kind").put("const", "FlinkDeployment");
        properties.set(
                "metadata",
                schema.at("/properties/spec/properties/podTemplate/properties/metadata"));
        ArrayNode versions = (ArrayNode) schema.at("/properties/spec/properties/flinkVersion/enum");
        NEWER_VERSIONS.forEach(versions::add);
        forbidUnknownFields(schema);
        return schema;
    }

    private static void forbidUnknownFields(JsonNode schema) {
        if (schema.path("properties").isObject()
                && !schema.has("additionalProperties")
                && !schema.has("x-kubernetes-preserve-unknown-fields")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        schema.forEach(ManifestSchemas::forbidUnknownFields);
    }

    /** Kubernetes' types keep unknown fields in a map; here they are errors. */
    private static final class WithoutAnySetter extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
