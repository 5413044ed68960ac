package dev.gleaner.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What {@code kubectl apply -k} of an overlay would send. */
record Manifests(List<JsonNode> documents) {
    private static final Path FOLDER = Path.of("../kubernetes/overlays");

    static Manifests of(String overlay) throws IOException, InterruptedException {
        Path folder = FOLDER.resolve(overlay);
        return new Manifests(
                YamlFile.documents(Program.run("kubectl", "kustomize", folder.toString())));
    }

    JsonNode flinkDeployment() {
        return one("FlinkDeployment", "gleaner");
    }

    /** Returns the only one whose name begins so; the rest may be a hash. */
    JsonNode one(String kind, String name) {
        List<JsonNode> found =
                documents.stream()
                        .filter(each -> each.path("kind").asText().equals(kind))
                        .filter(each -> each.at("/metadata/name").asText().startsWith(name))
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " times " + kind + " " + name);
        }
        return found.get(0);
    }
}
