package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether the fields of a request besides prompt, tools and answer are those of the endpoint. */
final class ModelFieldChecks {
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
    private static final String VERTEX_ONLY = "is for Vertex AI only, and the endpoint is not its";

    private final SpecValues values;

    ModelFieldChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        checkSafety();
        checkLabels();
        checkArmor();
        checkCachedContent();
        checkProxy();
        if (values.isGiven("model.serviceTier") && values.isVertex("model.endpoint")) {
            values.add(
                    "model.serviceTier",
                    "is not for Vertex AI, which the endpoint is",
                    "remove it");
        }
    }

    private void checkProxy() {
        if ("none".equals(values.get("model.proxy", String.class))
                && values.isGiven("model.proxyCredentials")) {
            values.add(
                    "model.proxyCredentials",
                    "are given, but model.proxy is none",
                    "remove them, or name the proxy");
        }
    }

    private void checkSafety() {
        Set<HarmCategory> seen = new HashSet<>();
        for (String item : values.items("model.safetySettings")) {
            HarmCategory category = values.get(item + ".category", HarmCategory.class);
            if (category != null && !seen.add(category)) {
                values.add(item + ".category", "is given twice", "keep one for each category");
            }
            vertexOnly(item + ".method");
        }
    }

    private void checkLabels() {
        vertexOnly("model.labels");
        ClientProperties labels = values.get("model.labels", ClientProperties.class);
        if (labels == null) {
            return;
        }
        for (Map.Entry<String, String> label : labels.values().entrySet()) {
            boolean valid =
                    LABEL.matcher(label.getKey()).matches()
                            && LABEL_VALUE.matcher(label.getValue()).matches();
            if (!valid) {
                values.add(
                        "model.labels." + label.getKey(),
                        "is no label",
                        "write name and value in at most 63 of a-z, 0-9, _ and -, the name"
                                + " with a letter first");
            }
        }
    }

    private void checkArmor() {
        String path = "model.modelArmorConfig";
        vertexOnly(path);
        JsonNode armor = values.get(path, JsonNode.class);
        if (armor != null) {
            GeminiFields.MODEL_ARMOR_CONFIG.check(path, armor, values, Set.of());
        }
        if (values.isGiven(path) && values.isGiven("model.safetySettings")) {
            values.add(path, "excludes safetySettings, which are given too", "remove one of them");
        }
        for (String fallback : values.items("model.fallbacks")) {
            if (values.isGiven(path)
                    && values.get(fallback + ".endpoint", URI.class) != null
                    && !values.isVertex(fallback + ".endpoint")) {
                values.add(
                        fallback + ".endpoint",
                        "is not Vertex AI's, so that modelArmorConfig would not hold there",
                        "name an endpoint of Vertex AI");
            }
        }
    }

    private void vertexOnly(String path) {
        URI endpoint = values.get("model.endpoint", URI.class);
        if (values.isGiven(path) && endpoint != null && !values.isVertex("model.endpoint")) {
            values.add(
                    path,
                    VERTEX_ONLY,
                    "remove it, or give an endpoint with /projects/PROJECT/locations/LOCATION");
        }
    }

    /** What is cached is the request's beginning: it cannot be given with the request too. */
    private void checkCachedContent() {
        String path = "model.cachedContent";
        String name = values.get(path, String.class);
        if (name == null) {
            return;
        }
        boolean whole = name.startsWith("projects/");
        if (values.get("model.endpoint", URI.class) != null
                && whole != values.isVertex("model.endpoint")) {
            values.add(
                    path,
                    "is not named as the endpoint names them",
                    whole
                            ? "write cachedContents/ID"
                            : "write projects/PROJECT/locations/LOCATION/cachedContents/ID");
        }
        for (String other :
                List.of(
                        "prompt.system",
                        "prompt.cache",
                        "grounding",
                        "tools",
                        "model.toolConfig",
                        "model.fallbacks")) {
            if (values.isGiven(other)) {
                values.add(
                        other,
                        "cannot go with model.cachedContent",
                        other.equals("model.fallbacks")
                                ? "remove one: what is cached is one model's"
                                : "put it into the cached content, or remove model.cachedContent");
            }
        }
        if (values.mode() == OutputMode.FUNCTION) {
            values.add(
                    path,
                    "cannot go with output.mode: function, which sends a tool",
                    "remove it, or set mode: schema");
        }
    }
}
