package dev.gleaner.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.gemini.EndpointSettings;
import dev.gleaner.model.RecordFormat;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the capabilities of a model must be to one another. */
final class CapabilityChecks {
    private static final Pattern MIME_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+");

    private final Map<String, Object> values;
    private final Problems problems;

    CapabilityChecks(Map<String, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    void run() {
        checkQuestion();
        for (int i = 0; values.containsKey("prompt.parts[" + i + "].record"); i++) {
            checkPart("prompt.parts[" + i + "]");
        }
        checkOutput();
        checkGrounding();
        checkFunctions();
        checkCache();
        checkStream();
        checkVertex();
    }

    private void checkQuestion() {
        boolean user = problems.isGiven("prompt.user");
        boolean parts = problems.isGiven("prompt.parts");
        if (user && parts) {
            problems.add("prompt.parts", "user is given too", "make user a part {text: ...}");
        } else if (!user && !parts) {
            problems.add(
                    "prompt.user",
                    "is missing",
                    "say what to ask, such as \"Classify: {{record}}\", or give parts");
        }
    }

    private void checkPart(String part) {
        List<String> kinds =
                Stream.of("text", "base64", "uri")
                        .filter(kind -> values.containsKey(part + "." + kind))
                        .toList();
        boolean record = is(part + ".record");
        if (kinds.size() + (record ? 1 : 0) != 1) {
            problems.add(
                    part,
                    "is " + (kinds.isEmpty() && !record ? "nothing" : "more than one thing"),
                    "give one of text, base64, uri and record: true");
            return;
        }
        String mimeType = text(part + ".mimeType");
        if (mimeType != null && !MIME_TYPE.matcher(mimeType).matches()) {
            problems.add(part + ".mimeType", "is no mime type", "write one such as image/png");
        }
        boolean typed = mimeType != null || values.containsKey(part + ".mimeTypeField");
        if ((record || kinds.contains("uri")) && !typed) {
            problems.add(part + ".mimeType", "is missing", "write one such as image/png");
        }
        RecordFormat format = (RecordFormat) values.get("source.format");
        boolean fields = kinds.contains("base64") || values.containsKey(part + ".mimeTypeField");
        if (fields && format != null && format != RecordFormat.JSON) {
            problems.add(part, "names a field, but source.format is not json", "use record: true");
        }
    }

    private void checkOutput() {
        OutputMode mode = (OutputMode) values.get("output.mode");
        if (mode == null) {
            return;
        }
        boolean schema = problems.isGiven("output.responseSchema");
        boolean needed = mode == OutputMode.SCHEMA || mode == OutputMode.FUNCTION;
        if (needed && !schema) {
            problems.add(
                    "output.responseSchema",
                    "is missing",
                    "describe the answer by a schema, inline or in a file");
        } else if (!needed && schema) {
            problems.add(
                    "output.responseSchema",
                    "has no use in mode " + ScalarType.word(mode),
                    "set mode: schema, or remove it");
        }
        boolean words = problems.isGiven("output.values");
        if (mode == OutputMode.ENUM && !words) {
            problems.add("output.values", "is missing", "list the words to choose from");
        } else if (mode != OutputMode.ENUM && words) {
            problems.add("output.values", "has no use in this mode", "set mode: enum");
        }
        if (mode == OutputMode.IMAGE && !problems.isGiven("attachments.path")) {
            problems.add(
                    "attachments.path",
                    "is missing, and mode is image",
                    "name a folder for the images, such as s3://bucket/images");
        }
    }

    private void checkGrounding() {
        Object tool = values.get("grounding.tool");
        if (problems.isGiven("grounding.location")
                && tool != null
                && tool != GroundingTool.GOOGLE_MAPS) {
            problems.add(
                    "grounding.location", "has no use with this tool", "set tool: google-maps");
        }
        boolean one = values.get("grounding.steps") == GroundingSteps.ONE;
        String model = text("model.name");
        if (one && model != null && isJson() && ModelFamily.refusesJsonWithTools(model)) {
            problems.add(
                    "grounding.steps",
                    model
                            + " refuses JSON and "
                            + ScalarType.word((Enum<?>) tool(tool))
                            + " in one request",
                    "set steps: auto");
        }
    }

    private static Object tool(@Nullable Object tool) {
        return tool == null ? GroundingTool.GOOGLE_SEARCH : tool;
    }

    private boolean isJson() {
        Object mode = values.get("output.mode");
        return mode != OutputMode.TEXT && mode != OutputMode.IMAGE;
    }

    private void checkFunctions() {
        boolean functions =
                problems.isGiven("tools.functions.services")
                        || problems.isGiven("tools.functions.http");
        String model = text("model.name");
        if (functions
                && problems.isGiven("grounding.tool")
                && model != null
                && ModelFamily.refusesJsonWithTools(model)) {
            problems.add(
                    "tools.functions",
                    model + " takes no functions beside grounding",
                    "remove one of the two, or take a Gemini 3 model");
        }
        if (functions && values.get("output.mode") == OutputMode.FUNCTION) {
            problems.add(
                    "tools.functions",
                    "in mode function the only function is the answer",
                    "set output.mode: schema");
        }
    }

    private void checkCache() {
        if (!problems.isGiven("prompt.cache")) {
            return;
        }
        List<String> others = new ArrayList<>();
        for (String other : List.of("model.cachedContent", "grounding.location")) {
            if (problems.isGiven(other)) {
                others.add(other);
            }
        }
        others.forEach(
                other ->
                        problems.add(
                                "prompt.cache",
                                "what is cached cannot be combined with " + other,
                                "remove one of the two"));
    }

    private void checkStream() {
        Duration idle = (Duration) values.get("call.streamIdleTimeout");
        Duration attempt = (Duration) values.get("call.attemptTimeout");
        boolean given = problems.isGiven("call.streamIdleTimeout");
        if (given && !is("call.stream") && values.containsKey("call.stream")) {
            problems.add(
                    "call.streamIdleTimeout", "has no use without a stream", "set stream: true");
        } else if (given && idle != null && attempt != null && idle.compareTo(attempt) > 0) {
            problems.add(
                    "call.streamIdleTimeout",
                    "is above call.attemptTimeout, which ends the answer anyway",
                    "lower the one or raise the other");
        }
    }

    private void checkVertex() {
        if (values.get("model.endpoint") instanceof URI endpoint
                && !EndpointSettings.isVertex(endpoint)) {
            for (String option : List.of("model.labels", "model.modelArmorConfig")) {
                if (problems.isGiven(option)) {
                    problems.add(
                            option,
                            "is Vertex AI's, and the endpoint is not",
                            "remove it, or name a project in the endpoint:"
                                + " https://aiplatform.googleapis.com/v1/projects/P/locations/L");
                }
            }
        }
        if (problems.isGiven("model.modelArmorConfig")
                && problems.isGiven("model.safetySettings")) {
            problems.add(
                    "model.safetySettings",
                    "modelArmorConfig is given too, which excludes it",
                    "remove one of the two");
        }
        if (values.get("model.toolConfig") instanceof JsonNode config
                && values.get("output.mode") == OutputMode.FUNCTION
                && (config.has("functionCallingConfig") || config.has("function_calling_config"))) {
            problems.add(
                    "model.toolConfig.functionCallingConfig",
                    "is set by the job itself in mode function",
                    "remove it");
        }
    }

    private boolean is(String path) {
        return Boolean.TRUE.equals(values.get(path));
    }

    private @Nullable String text(String path) {
        return (String) values.get(path);
    }
}
